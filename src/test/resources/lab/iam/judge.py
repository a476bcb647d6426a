"""Says of calls whether policies allow them, by the evaluator of the emulator.

Reads JSON lines: first a list of policy documents, then calls, ``{action, resource, region, account, context}``; answers each
call with ``Allow``, ``Deny`` or ``ImplicitDeny``.
"""

import json
import sys

from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document

policies = [parse_policy_document(document) for document in json.loads(sys.stdin.readline())]
for line in sys.stdin:
    call = json.loads(line)
    context = EvalContext(
        principal_arn=f"arn:aws:iam::{call['account']}:user/jenkins",
        principal_type="User",
        principal_account=call["account"],
        action=call["action"],
        resource_arn=call["resource"],
        region=call["region"],
        secure_transport=True,
        service_context={
            # Whatever the tests have is of this account.
            "aws:resourceaccount": call["account"],
            **{key.lower(): value for key, value in call["context"].items()},
        },
    )
    print(evaluate(context, policies).decision, flush=True)
