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

from moto import backends
from moto.cloudformation import models, parsing
from moto.cloudformation.exceptions import ValidationError
from moto.dynamodb.models.table import Table
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)
# It says of each resource of a template that it does not make it; the tests name all of them.
logging.getLogger("moto").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", "Tried to parse AWS::")
# Where a query's parameters name the index, after the partition.
INDEX_NAME = 6
lock = threading.Lock()
changed = parsing.parse_and_update_resource
applied = models.ChangeSet.apply
parsed = parsing.parse_output
queried = Table.query
modules = list(backends.list_of_moto_modules())


def kept(logical_id, resource_json, resources_map, account_id, region_name):
    """A resource of a stack whose change is not implemented stays as it is; it would be forgotten otherwise."""
    there = resources_map._parsed_resources.get(logical_id)
    return changed(logical_id, resource_json, resources_map, account_id, region_name) or there


def told(change_set):
    """A stack tells the outputs of the template that it now has; it would tell those of the one it was made with, which
    has none if a change set made it."""
    applied(change_set)
    stack = change_set.stack
    stack.output_map = parsing.OutputMap(stack.resource_map, change_set.template_dict, stack.stack_id)


def output(logical_id, output_json, resources_map):
    """What is told of a resource that the emulator does not make is a word of its own: it would be left out, or no
    output told at all."""
    condition = output_json.get("Condition")
    if condition and not resources_map.lazy_condition_map.get(condition):
        return None
    try:
        made = parsed(logical_id, output_json, resources_map)
    except ValidationError:
        made = None
    return made or parsing.Output(key=logical_id, value=f"{logical_id}-not-made", description=None)


def places(table, memo):
    """What a failed transaction goes back to. Puts and deletes change no item, so it is enough to know which lay where;
    copies of all items for each part of a transaction take seconds once a few thousand are there."""
    there = copy.copy(table)
    there.items = collections.defaultdict(
        dict, {key: dict(lying) if type(lying) is dict else lying for key, lying in table.items.items()})
    return there


def found(table, hash_key, *rest, **named):
    """A partition is taken from its place, and an index from all items as they lie: what is found is ordered afterwards.
    Otherwise each query would order the whole table first."""
    lying = table.items.values() if rest[INDEX_NAME] else [table.items.get(hash_key, {})]
    table.all_items = lambda: [item for part in lying for item in (part.values() if type(part) is dict else [part])]
    try:
        return queried(table, hash_key, *rest, **named)
    finally:
        del table.all_items


parsing.parse_and_update_resource = kept
models.ChangeSet.apply = told
parsing.parse_output = output
Table.__deepcopy__ = places
Table.query = found
# They are looked up on the disk for each request.
backends.list_of_moto_modules = lambda: modules
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
