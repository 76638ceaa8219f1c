"""Serves moto on 127.0.0.1 and prints its port.

The emulator is not atomic where it is asked by many at once: requests are taken one after another, but for those to its
queues, which wait for messages. It ends when its standard input does, so that it never outlives the tests.
"""
import collections
import copy
import logging
import os
import sys
import threading
import warnings

from moto.cloudformation import parsing
from moto.dynamodb.models.table import Table
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)
# It says of each resource of a template that it does not make it; the tests name all of them.
logging.getLogger("moto").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", "Tried to parse AWS::")
lock = threading.Lock()
changed = parsing.parse_and_update_resource


def kept(logical_id, resource_json, resources_map, account_id, region_name):
    """A resource of a stack whose change is not implemented stays as it is; it would be forgotten otherwise."""
    there = resources_map._parsed_resources.get(logical_id)
    return changed(logical_id, resource_json, resources_map, account_id, region_name) or there


def places(table, memo):
    """What a failed transaction goes back to. Puts and deletes change no item, so it is enough to know which lay where;
    copies of all items for each part of a transaction take seconds once a few thousand are there."""
    there = copy.copy(table)
    there.items = collections.defaultdict(
        dict, {key: dict(lying) if type(lying) is dict else lying for key, lying in table.items.items()})
    return there


parsing.parse_and_update_resource = kept
Table.__deepcopy__ = places
inner = DomainDispatcherApplication(create_backend_app)


def application(environ, start):
    target = environ.get("HTTP_X_AMZ_TARGET", "") + environ.get("HTTP_AUTHORIZATION", "")
    if "SQS" in target or "/sqs/" in target:
        return inner(environ, start)
    with lock:
        return list(inner(environ, start))


server = make_server("127.0.0.1", 0, application, threaded=True)
print(server.server_port, flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
server.serve_forever()
