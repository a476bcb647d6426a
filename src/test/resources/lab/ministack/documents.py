"""Starts ministack with what it lacks: documents of Systems Manager, and commands that run by one.

It has to be the emulator itself, as the function that it runs sends its command straight to it.
"""

import json

from ministack import app
from ministack.core.responses import error_response_json, get_account_id, json_response
from ministack.services import ssm

_documents = {}
_send_command = ssm._send_command
_handle_request = ssm.handle_request


def _find(data):
    return _documents.get((get_account_id(), data.get("Name", "")))


def _version(document, asked):
    number = {"$LATEST": len(document["versions"]), "$DEFAULT": document["default"]}.get(asked or "$DEFAULT", asked)
    return str(number)


def _described(document, version=None):
    return {
        "Name": document["name"],
        "Owner": get_account_id(),
        "Status": "Active",
        "DocumentVersion": version or _version(document, "$DEFAULT"),
        "DefaultVersion": _version(document, "$DEFAULT"),
        "LatestVersion": _version(document, "$LATEST"),
        "DocumentType": "Command",
        "Tags": document["tags"],
    }


def _create(data):
    key = (get_account_id(), data["Name"])
    if key in _documents:
        return error_response_json("DocumentAlreadyExists", "The specified document already exists.", 400)
    document = {"name": data["Name"], "versions": [data["Content"]], "default": 1, "tags": data.get("Tags", [])}
    _documents[key] = document
    return json_response({"DocumentDescription": _described(document)})


def _get(data):
    document = _find(data)
    version = _version(document, data.get("DocumentVersion"))
    content = document["versions"][int(version) - 1]
    return json_response({"Name": document["name"], "DocumentVersion": version, "Content": content})


def _update(data):
    document = _find(data)
    if data["Content"] in document["versions"]:
        return error_response_json("DuplicateDocumentContent", "The content of the document is there already.", 400)
    document["versions"].append(data["Content"])
    return json_response({"DocumentDescription": _described(document, _version(document, "$LATEST"))})


def _update_default(data):
    document = _find(data)
    document["default"] = int(data["DocumentVersion"])
    return json_response({"Description": {"Name": document["name"], "DefaultVersion": data["DocumentVersion"]}})


def _delete(data):
    del _documents[(get_account_id(), data["Name"])]
    return json_response({})


_HANDLERS = {
    "DescribeDocument": lambda data: json_response({"Document": _described(_find(data))}),
    "GetDocument": _get,
    "UpdateDocument": _update,
    "UpdateDocumentDefaultVersion": _update_default,
    "DeleteDocument": _delete,
}


async def handle_request(method, path, headers, body, query_params):
    """Documents here, the rest as ever."""
    action = headers.get("x-amz-target", "").rpartition(".")[2]
    if action == "CreateDocument":
        return _create(json.loads(body))
    if action not in _HANDLERS:
        return await _handle_request(method, path, headers, body, query_params)
    data = json.loads(body)
    if _find(data) is None:
        return error_response_json("InvalidDocument", f"Document with name {data.get('Name')} does not exist.", 400)
    return _HANDLERS[action](data)


def send_command(data):
    """A document's commands are run as those of AWS-RunShellScript are; it takes no parameters of its own accord."""
    name = data.get("DocumentName", "")
    if name in ssm._SHELL_DOCUMENTS:
        return _send_command(data)
    document = _find({"Name": name})
    if document is None:
        return error_response_json("InvalidDocument", f"Document with name {name} does not exist.", 400)
    content = json.loads(document["versions"][document["default"] - 1])
    if set(data.get("Parameters", {})) - set(content.get("parameters", {})):
        return error_response_json("InvalidParameters", "The document has no such parameter.", 400)
    commands = [line for step in content["mainSteps"] for line in step["inputs"]["runCommand"]]
    return _send_command({**data, "DocumentName": "AWS-RunShellScript", "Parameters": {"commands": commands}})


ssm.handle_request = handle_request
ssm._send_command = send_command

if __name__ == "__main__":
    app.main()
