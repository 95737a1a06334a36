"""A register of companies on 127.0.0.1: the answers of tests/register/, and everything that may go wrong on the way."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ANSWERS = Path(__file__).parent / "register"
SIREN, SIRET, RNA = "900000019", "90000001900019", "W632000001"  # of « Centre social les Quatre Vents »


class RegisterServer:
    """`asked`: the requests received, as (path, headers). What it answers is set by the methods; by default, one company."""

    def __init__(self):
        self.asked = []
        self.released = threading.Event()
        self.says("one.json")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked.append((self.path, dict(self.headers)))
                try:
                    outer._answer(self)
                except OSError:
                    self.close_connection = True  # the client left first, as some tests want

            def do_CONNECT(self):
                outer.asked.append((f"CONNECT {self.path}", dict(self.headers)))
                self.send_error(403)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self):
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def words(self):
        """The words of each search received."""
        return [parse_qs(urlsplit(path).query)["q"][0] for path, _headers in self.asked]

    def says(self, name):
        """Answer with a file."""
        self.sends((ANSWERS / name).read_bytes())

    def sends(self, body, *, status=200, content_type="application/json", length=None, **headers):
        """Answer with these bytes; `length` lies about their number."""

        def answer(handler):
            handler.send_response(status)
            handler.send_header("Content-Type", content_type)
            handler.send_header("Content-Length", str(len(body) if length is None else length))
            for header, value in headers.items():
                handler.send_header(header.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self._answer = answer

    def hangs(self):
        """Take the question and say nothing."""
        self._answer = lambda handler: self.released.wait(20)

    def trickles(self, *, body=False):
        """Send a sign now and then, in the headers or in the body: no single wait is long."""

        def answer(handler):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
            if body:
                handler.wfile.write(b"\r\n[")
            while not self.released.wait(0.05):
                handler.wfile.write(b" " if body else b"X")
                handler.wfile.flush()

        self._answer = answer

    def never_ends(self):
        """Send a body without length and without end."""

        def answer(handler):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
            while not self.released.is_set():
                handler.wfile.write(b" " * 65536)

        self._answer = answer

    def writes(self, raw):
        """Send these bytes as they are, for an answer: nothing says that they are HTTP."""
        self._answer = lambda handler: handler.wfile.write(raw)

    def hangs_up(self):
        """Close without a word."""

        def answer(handler):
            handler.close_connection = True

        self._answer = answer
