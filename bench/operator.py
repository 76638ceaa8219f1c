"""What an operator's script does for one booking, one request after another.

`operator.py distribution` makes a distribution and prints its id. `operator.py bookings COUNT PAGE` makes what the script
needs, then does COUNT bookings with the page of that file, and prints for each the seconds it took, a line each: put the
calendar entry, put the crew event, mail three of the crew, put the page, invalidate `/g/*`, mail the guest.
"""
import pathlib
import sys
import time

import boto3

ENTRY = {"captain": "Alex", "crew": "Kim, Jo", "gross": "840.75", "net": "289.41", "source": "boatsetter"}
SENDER = "office@example.com"


def distribution(cloudfront):
    origin = {"Id": "site", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    behaviour = {
        "TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    }
    made = cloudfront.create_distribution(DistributionConfig={
        "CallerReference": str(time.time_ns()), "Comment": "", "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]}, "DefaultCacheBehavior": behaviour,
    })
    return made["Distribution"]["Id"]


def prepared(dynamodb, s3, ses):
    for table in ("script-calendar", "script-events"):
        dynamodb.create_table(
            TableName=table, BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    s3.create_bucket(Bucket="script-site")
    ses.verify_email_identity(EmailAddress=SENDER)


def book(number, page, clients, into):
    dynamodb, s3, ses, cloudfront = clients
    trip = {"id": {"S": f"trip-{number}"}, "date": {"S": "2027-05-30"}, "vessel": {"S": "jada"}}
    dynamodb.put_item(TableName="script-calendar", Item=trip | {name: {"S": text} for name, text in ENTRY.items()})
    dynamodb.put_item(TableName="script-events", Item=trip | {"roles": {"SS": ["captain", "deckhand", "first mate"]}})
    for person in ("alex", "kim", "jo"):
        mail(ses, f"{person}@example.com", "Are you free on 30 May?")
    s3.put_object(Bucket="script-site", Key=f"g/trip-{number}.html", Body=page, ContentType="text/html")
    cloudfront.create_invalidation(DistributionId=into, InvalidationBatch={
        "CallerReference": f"trip-{number}", "Paths": {"Quantity": 1, "Items": ["/g/*"]}})
    mail(ses, "robin@example.com", "Your charter is booked")


def mail(ses, to, subject):
    body = {"Text": {"Data": f"{subject}\n\nhttps://example.com/"}}
    ses.send_email(Source=SENDER, Destination={"ToAddresses": [to]}, Message={"Subject": {"Data": subject}, "Body": body})


def main(arguments):
    cloudfront = boto3.client("cloudfront")
    if arguments[0] == "distribution":
        print(distribution(cloudfront))
        return
    clients = [boto3.client(name) for name in ("dynamodb", "s3", "ses")] + [cloudfront]
    prepared(*clients[:3])
    into, page = distribution(cloudfront), pathlib.Path(arguments[2]).read_bytes()
    for number in range(int(arguments[1])):
        start = time.perf_counter()
        book(number, page, clients, into)
        print(time.perf_counter() - start)


main(sys.argv[1:])
