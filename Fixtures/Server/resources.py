"""Makes, then shows, what Fixtures/Server/services.yaml calls; argument: the endpoint's URL."""

import json
import sys

import boto3

endpoint, action = sys.argv[1:3]


def client(name):
    return boto3.client(
        name, endpoint_url=endpoint, region_name="eu-west-1",
        aws_access_key_id="testing", aws_secret_access_key="testing")


if action == "make":
    client("dynamodb").create_table(
        TableName="shelves", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    client("sqs").create_queue(QueueName="orders")
    topic = client("sns").create_topic(Name="news")["TopicArn"]
    client("sqs").create_queue(QueueName="readers")
    client("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:eu-west-1:123456789012:readers")
    client("kinesis").create_stream(StreamName="clicks", ShardCount=1)
    client("stepfunctions").create_state_machine(
        name="parcel", roleArn="arn:aws:iam::123456789012:role/porch",
        definition='{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}')
    client("s3").create_bucket(
        Bucket="porch", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    client("sqs").create_queue(QueueName="bells")
    client("events").put_rule(Name="bells", EventPattern='{"source": ["porch"]}')
    client("events").put_targets(
        Rule="bells",
        Targets=[{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:123456789012:bells"}])
    client("iam").create_role(RoleName="porch", AssumeRolePolicyDocument="{}")


def messages(queue):
    url = client("sqs").get_queue_url(QueueName=queue)["QueueUrl"]
    found = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [m["Body"] for m in found.get("Messages", [])]


if action == "show":
    kinesis = client("kinesis")
    shard = kinesis.get_shard_iterator(
        StreamName="clicks", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON")
    records = kinesis.get_records(ShardIterator=shard["ShardIterator"])["Records"]
    machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:parcel"
    states = client("stepfunctions")
    runs = states.list_executions(stateMachineArn=machine)["executions"]
    objects = client("s3").list_objects_v2(Bucket="porch").get("Contents", [])
    print(json.dumps({
        "queue": messages("orders"),
        "topic": [json.loads(m)["Message"] for m in messages("readers")],
        "stream": [r["Data"].decode() for r in records],
        "machine": [
            states.describe_execution(executionArn=r["executionArn"])["input"] for r in runs],
        "bus": [json.loads(m)["detail"] for m in messages("bells")],
        "bucket": {
            o["Key"]: client("s3").get_object(Bucket="porch", Key=o["Key"])["Body"].read().decode()
            for o in objects},
    }, sort_keys=True))
