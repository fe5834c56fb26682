#!/usr/bin/env python3
"""Compares what ko-forensics says about a recording with what was true.

usage: judge.py --tool PATH [--views full,log,half,state,bundle] [--min-recall-full R] [--json OUT] RECORDING...

A recording is a folder with truth.json and evidence/ (see fixtures/recordings/README.md).
Views, each an ordinary use of the program:
  full   the evidence folder
  log    the controller log alone, on standard input
  half   the first half of that log's lines, on standard input
  state  the object dumps alone (evidence/after)
  bundle bundles/support-bundle.tar.gz, where the recording has one

What is counted, per view, over findings[].objects[] of the JSON report (schema ko-forensics/report/2):
  claims      objects said to be leaked or stuck with verdict CONFIRMED or PROBABLE
  wrong       claims about objects that never leaked nor got stuck in the run;
              in views full, state and bundle also claims that had ended by the end of the run
  found       truly leaked IP objects and stuck Subnets and Vpcs that are named at SUSPECTED or better
              (views log and half: only IP objects whose pod's deletion that log shows being handled)
  proven      the same at CONFIRMED or PROBABLE
  class       found IP objects whose finding's class is one that fits what happened to them
Exit status 0 when nothing is wrong in any view and the recall asked for is reached, 1 otherwise, 2 on misuse.
Standard library only.
"""
import argparse
import gzip
import io
import json
import pathlib
import subprocess
import sys

STRONG = {"CONFIRMED", "PROBABLE"}
NAMED = STRONG | {"SUSPECTED"}
BAD = {"leaked", "stuck"}


def newest_log(evidence):
    """The controller log a person would pipe: `kubectl logs --prefix` of all replicas, or the longest log there is."""
    both = sorted(evidence.glob("kubectl-logs-prefix.log*"))
    if both:
        return both[0]
    logs = sorted(evidence.glob("pods/*/*/*.log*"), key=lambda p: (p.stat().st_size, str(p)))
    if not logs:
        logs = sorted(evidence.glob("**/*controller*.log*"), key=lambda p: p.stat().st_size)
    return logs[-1] if logs else None


def read(path):
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def run(tool, args, stdin=None, timeout=300):
    done = subprocess.run([tool, *args], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout)
    try:
        return json.loads(done.stdout), done
    except ValueError:
        return None, done


def report(tool, recording, view):
    evidence = recording / "evidence"
    if view == "full":
        return run(tool, ["analyze", "-o", "json", str(evidence)])
    if view == "bundle":
        bundle = recording / "bundles" / "support-bundle.tar.gz"
        return run(tool, ["analyze", "-o", "json", str(bundle)]) if bundle.exists() else (None, None)
    if view == "state":
        return run(tool, ["analyze", "-o", "json", str(evidence / "after")])
    path = newest_log(evidence)
    if path is None:
        return None, None
    data = read(path)
    if view == "half":
        lines = data.splitlines(keepends=True)
        data = b"".join(lines[: len(lines) // 2])
    return run(tool, ["analyze", "-o", "json", "-"], stdin=data)


def judge(document, truth, view):
    leaked = {("IP", i["name"]): i for i in truth["ipObjects"] if i["state"] == "leaked"}
    stuck = {("Subnet", s["name"]) for s in truth["subnets"] if s["state"] == "stuck"}
    stuck |= {("Vpc", v["name"]) for v in truth["vpcs"] if v["state"] == "stuck"}
    now = set(leaked) | stuck
    seen = now if view in ("full", "state", "bundle") else {k for k, i in leaked.items() if i.get("inLog")}
    ever = now | {(h["kind"], h["name"]) for h in truth["healed"]}
    allowed = now if view in ("full", "state", "bundle") else ever
    claims, named, classes = set(), set(), {}
    for finding in document.get("findings", []):
        for thing in finding.get("objects", []):
            key = (thing.get("kind"), thing.get("name"))
            verdict = thing.get("verdict") or finding.get("verdict")
            outcome = thing.get("outcome")
            if verdict in STRONG and outcome in BAD:
                claims.add(key)
            if verdict in NAMED and outcome in BAD | {"at-risk"}:
                named.add(key)
                classes.setdefault(key, set()).add(finding.get("class"))
    kinds = {"IP", "Subnet", "Vpc"}
    claims = {c for c in claims if c[0] in kinds}
    fit = {k for k in seen & named if k not in leaked or classes[k] & set(leaked[k].get("classes", []))}
    return {
        "claims": len(claims),
        "wrong": sorted(f"{k}/{n}" for k, n in claims - allowed),
        "true": len(seen),
        "found": len(seen & named),
        "proven": len(seen & claims),
        "missed": sorted(f"{k}/{n}" for k, n in seen - named),
        "class": len(fit),
    }


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--tool", required=True)
    p.add_argument("--views", default="full,log,half,state,bundle")
    p.add_argument("--min-recall-full", type=float, default=1.0)
    p.add_argument("--min-recall-log", type=float, default=0.95)
    p.add_argument("--json")
    p.add_argument("recordings", nargs="+", type=pathlib.Path)
    a = p.parse_args()
    rows, failed = [], False
    total = {}
    for recording in a.recordings:
        truth = json.loads((recording / "truth.json").read_text())
        for view in a.views.split(","):
            document, done = report(a.tool, recording, view)
            if done is None:
                continue
            if document is None:
                failed = True
                tail = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [""]
                print(f"{recording.name:28} {view:6} no JSON, exit {done.returncode}: {tail[0][:120]}")
                continue
            row = {"recording": recording.name, "view": view, "exit": done.returncode, **judge(document, truth, view)}
            rows.append(row)
            t = total.setdefault(view, {"claims": 0, "wrong": 0, "true": 0, "found": 0, "proven": 0, "class": 0})
            for k in t:
                t[k] += len(row[k]) if isinstance(row[k], list) else row[k]
            mark = "WRONG " + ", ".join(row["wrong"][:4]) if row["wrong"] else ""
            miss = "missed " + ", ".join(row["missed"][:3]) if row["missed"] and view == "full" else ""
            print(f"{row['recording']:28} {view:6} true {row['true']:4} found {row['found']:4} proven {row['proven']:4} "
                  f"class {row['class']:4} wrong {len(row['wrong']):3}  {mark} {miss}".rstrip())
    for view, t in total.items():
        recall = t["found"] / t["true"] if t["true"] else 1.0
        precision = 1 - t["wrong"] / t["claims"] if t["claims"] else 1.0
        print(f"{'all':28} {view:6} precision {precision:.3f} recall {recall:.3f} proven {t['proven']}/{t['true']} class {t['class']}/{t['found']}")
        failed |= t["wrong"] > 0
        failed |= view == "full" and recall < a.min_recall_full
        failed |= view == "log" and recall < a.min_recall_log
    if a.json:
        pathlib.Path(a.json).write_text(json.dumps({"rows": rows, "total": total}, indent=1))
    sys.exit(1 if failed or not rows else 0)


if __name__ == "__main__":
    main()
