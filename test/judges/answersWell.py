"""A check for Schemathesis: whatever it asks, the gateway answers as GraphQL over HTTP says, and never fails."""

import json
import os
import re
import threading

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

# Codes that somebody can meet are those of the registry; this one means that nobody foresaw what happened.
UNFORESEEN = {"INTERNAL_SERVER_ERROR", "PLAN_FAILED", "DOWNSTREAM_SERVICE_ERROR", "DEPARTMENT_UNAVAILABLE"}
CODES = set(json.loads(os.environ["JUDGES_CODES"]))
LEAKS = re.compile(r"\bat .{1,200}:\d+:\d+\)?|127\.0\.0\.1|mongodb://|node_modules|/dist/|ECONNREFUSED")

# Values of our scalars: right ones, and now and then a wrong one.
WRONG = st.sampled_from(["", "x", "2019-13", "2019-02-30", "9" * 40, "-0", "1e9", "\u0000"])
PERIODS = st.sampled_from(["2019", "2018", "2019-Q1", "2019-02", "2019-02-15"])
DECIMALS = st.from_regex(r"\A-?[0-9]{1,9}(\.[0-9]{1,3})?\Z")
schemathesis.graphql.scalar("TimePeriod", st.one_of(PERIODS, PERIODS, WRONG).map(nodes.String))
schemathesis.graphql.scalar("Decimal", st.one_of(DECIMALS, DECIMALS, WRONG).map(nodes.String))
schemathesis.graphql.scalar("VND", st.integers(-(2**54), 2**54).map(nodes.Int))

counts = {"operations": 0, "withData": 0, "refused": 0, "codes": {}}
lock = threading.Lock()


@schemathesis.check
def answers_well(ctx, response, case):
    """Status, media type, shape, codes and texts of one answer."""
    assert response.status_code < 500, f"status {response.status_code}: {response.text[:500]}"
    media = (response.headers.get("content-type") or [""])[0]
    assert re.match(r"application/(graphql-response\+)?json", media), f"media type {media}"
    body = json.loads(response.text)
    assert isinstance(body, dict), "the answer is no object"
    assert set(body) <= {"data", "errors", "extensions"}, f"members {sorted(body)}"
    assert "data" in body or "errors" in body, "neither data nor errors"
    assert body.get("data") is None or isinstance(body["data"], dict), "data is no object"
    errors = body.get("errors")
    assert errors is None or (isinstance(errors, list) and errors), "errors is no list, or empty"
    codes = [well_formed(error, body) for error in errors or []]
    note(body, codes)


def well_formed(error, body):
    """The code of an error that is as it should be."""
    assert isinstance(error, dict) and isinstance(error.get("message"), str), f"error {error}"
    assert set(error) <= {"message", "locations", "path", "extensions"}, f"members of an error {sorted(error)}"
    path = error.get("path", [])
    assert isinstance(path, list) and all(type(step) in (str, int) for step in path), f"path {path}"
    assert not path or "data" in body, f"a path, but no data: {error}"
    code = error.get("extensions", {}).get("code")
    assert code in CODES, f"code {code} is not in the registry: {error}"
    assert code not in UNFORESEEN, f"{error}"
    assert not LEAKS.search(json.dumps(error)), f"the error tells of the inside: {error}"
    return code


def note(body, codes):
    """Counts the answer for the summary."""
    with lock:
        counts["operations"] += 1
        counts["withData"] += 1 if body.get("data") else 0
        counts["refused"] += 1 if codes and "data" not in body else 0
        for code in set(codes):
            counts["codes"][code] = counts["codes"].get(code, 0) + 1
        with open(os.environ["JUDGES_COUNTS"], "w", encoding="utf-8") as file:
            json.dump(counts, file)
