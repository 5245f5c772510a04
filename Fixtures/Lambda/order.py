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
    if body.startswith("together "):
        _, folder, count = body.split()
        open(os.path.join(folder, str(os.getpid())), "w").close()
        while len(os.listdir(folder)) < int(count):
            time.sleep(0.01)
        return {"statusCode": 200, "body": str(os.getpid())}
    return {"statusCode": 201, "body": json.dumps({"function": context.function_name, "got": body})}
