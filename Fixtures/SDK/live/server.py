"""A small server for Scripts/check-sdk-live: answers as an API behind a gateway would."""
import json, sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

counts = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body, headers=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("x-amzn-RequestId", "r-1")
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def run(self):
        url = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        animal = {"id": 7, "kind": "unicorn", "owner": None, "born": "2024-02-29",
                  "seen": "2024-02-29T12:00:00.5Z", "extra": 3,
                  "mother": {"id": 1, "kind": "dog", "owner": "Ann"},
                  "visit": {"type": "Surgery", "before": {"type": "dance", "x": 1}}, "Error": 5}
        key = (self.command, url.path)
        counts[key] = counts.get(key, 0) + 1
        if url.path == "/prod/animals" and self.command == "GET":
            seen = {"query": url.query, "page": self.headers.get("X-Page"),
                    "cookie": self.headers.get("Cookie"), "key": self.headers.get("x-api-key")}
            if counts[key] == 1:
                self.answer(429, {"message": "Too Many Requests"},
                            [("x-amzn-ErrorType", "TooManyRequestsException"), ("Retry-After", "0")])
            else:
                self.answer(200, [dict(animal, class_=1)], [("X-Seen", json.dumps(seen))])
        elif url.path == "/prod/animals" and self.command == "POST":
            if json.loads(body).get("owner", "absent") is None:
                self.answer(400, {"message": "no owner", "code": 12})
            else:
                self.answer(403, {"message": "Forbidden"}, [("x-amzn-ErrorType", "ForbiddenException")])
        elif url.path == "/prod/animals/7":
            auth = self.headers.get("Authorization", "")
            if self.command == "PATCH":
                self.answer(202, {"job": body.decode()})
            else:
                self.answer(200, dict(animal, class_=2), [("X-Auth", auth.split(",")[0])])
        elif url.path == "/prod/animals/204":
            self.send_response(204)
            self.end_headers()
        elif url.path == "/prod/animals/8/photo":
            time.sleep(30)
        elif url.path == "/prod/animals/9/photo":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif url.path.endswith("/photo") and self.command == "GET":
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (b"one", b"two", b"three"):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                self.wfile.flush()
                time.sleep(0.05)
            self.wfile.write(b"0\r\n\r\n")
        elif url.path.endswith("/photo"):
            ok = (self.headers["Authorization"] == "Basic dTpw"
                  and b'name="file"; filename="a.png"' in body and b"\x00\xff" in body)
            self.answer(204 if ok else 400, b"")
        elif url.path == "/prod/login":
            self.answer(200, body, [("Content-Type", "text/plain")])
        elif url.path.startswith("/prod/raw/"):
            self.answer(200, {"method": self.command, "path": self.path,
                              "badge": self.headers.get("X-Badge")})
        else:
            self.answer(404, {"message": "Not Found"})

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = do_HEAD = run


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.timeout = 1
end = time.time() + float(sys.argv[1])
while time.time() < end:
    server.handle_request()
