"""The renderer in a process of its own: a request on stdin, a PDF on stdout, until stdin closes.

Run as a script by documents.engine, isolated from the environment. A document that eats too much processor or memory
kills this process and nothing else. No Django here: the page arrives as HTML.
"""

import gc
import json
import os
import resource
import struct
import sys
from pathlib import Path

HEAD = struct.Struct(">BQ")
DONE, FAILED, DONE_AND_LEAVING = 0, 1, 2


def _limit_memory(megabytes):
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor(seconds):
    """Let this process use `seconds` more; the kernel kills it after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, resource.RLIM_INFINITY))


def main():
    seconds, megabytes, enough_megabytes = (int(argument) for argument in sys.argv[1:4])
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing a library prints can mix with the PDF
    os.nice(5)
    _limit_memory(megabytes)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from documents.painter import Painter

    painter = Painter()
    answers.write(HEAD.pack(DONE, 0))  # ready
    answers.flush()
    requests = sys.stdin.buffer
    while head := requests.read(HEAD.size):
        request = json.loads(requests.read(HEAD.unpack(head)[1]))
        _limit_processor(seconds)
        try:
            answer = painter.paint(**request)
            fat = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > enough_megabytes << 10
            status = DONE_AND_LEAVING if fat else DONE
        except Exception as error:
            status, answer = FAILED, f"{type(error).__name__}: {error}"[:500].encode()
        answers.write(HEAD.pack(status, len(answer)) + answer)
        answers.flush()
        if status != DONE:
            return  # a fresh process takes over: memory never grows, a failure leaves nothing behind
        gc.collect()  # while nobody waits


if __name__ == "__main__":
    main()
