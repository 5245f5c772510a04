"""The function 'order' of the kiosk: answers, fails or ends as its body says."""
import json
import os
import time


def handler(event, context):
    body = event["body"]
    if body == "fail":
        raise ValueError("no such order")
    if body == "exit":
        os._exit(3)
    if body == "slow":
        time.sleep(0.5)
        return {"statusCode": 200, "body": str(os.getpid())}
    return {"statusCode": 201, "body": json.dumps({"function": context.function_name, "got": body})}
