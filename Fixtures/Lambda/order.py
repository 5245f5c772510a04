"""The function 'order' of the kiosk: answers, fails or ends as its body says."""
import json
import os


def handler(event, context):
    body = event["body"]
    if body == "fail":
        raise ValueError("no such order")
    if body == "exit":
        os._exit(3)
    return {"statusCode": 201, "body": json.dumps({"function": context.function_name, "got": body})}
