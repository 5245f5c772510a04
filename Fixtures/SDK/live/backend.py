"""What stands behind the gateway of gate.yaml in Scripts/check-sdk-live: a backend that echoes,
the authorizer's function, and the user pool's keys.

    backend.py FOLDER SECONDS

writes FOLDER/jwks.json, FOLDER/token and FOLDER/port, and ends after so many seconds.
"""
import base64
import json
import os
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

folder, seconds = sys.argv[1], float(sys.argv[2])


def text64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*words, data=None):
    return subprocess.run(["openssl", *words], input=data, capture_output=True, check=True).stdout


def write_token():
    """A key pair, its JSON web key set, and a token of the user pool that it signed."""
    key = os.path.join(folder, "key.pem")
    openssl("genrsa", "-out", key, "2048")
    modulus = openssl("rsa", "-in", key, "-noout", "-modulus").decode().strip().split("=")[1]
    jwk = {"kty": "RSA", "kid": "k1", "alg": "RS256", "use": "sig", "e": "AQAB",
           "n": text64(bytes.fromhex(modulus))}
    with open(os.path.join(folder, "jwks.json"), "w") as file:
        json.dump({"keys": [jwk]}, file)
    claims = {"iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_gate", "sub": "u1",
              "token_use": "id", "aud": "client", "exp": int(time.time()) + 600,
              "iat": int(time.time()), "email": "u@example.com"}
    parts = [text64(json.dumps(part).encode()) for part in ({"alg": "RS256", "kid": "k1"}, claims)]
    signed = ".".join(parts)
    signature = openssl("dgst", "-sha256", "-sign", key, data=signed.encode())
    with open(os.path.join(folder, "token"), "w") as file:
        file.write(signed + "." + text64(signature))


def authorize(event):
    """The function 'guard': lets two secrets in, turns others away, fails for one."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    given = event.get("authorizationToken") or headers.get("x-badge", "")
    if given == "broken":
        return {"principalId": None}
    allowed = given == "open sesame" or (
        given == "blue" and (event.get("queryStringParameters") or {}).get("gate") == "north")
    return {"principalId": "p", "policyDocument": {"Version": "2012-10-17", "Statement": [{
        "Action": "execute-api:Invoke", "Effect": "Allow" if allowed else "Deny",
        "Resource": event["methodArn"]}]}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def run(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = self.path.split("?")[0].split("/")
        if self.path.startswith("/2015-03-31/functions/"):
            self.answer(200, authorize(json.loads(body)))
        elif parts[1] == "status":
            problem = {"title": "it is gone", "detail": "status " + parts[2]}
            if int(parts[2]) >= 500:
                self.answer(int(parts[2]), b"broken", "text/plain")
            else:
                self.answer(int(parts[2]), problem)
        elif parts[1] == "slow":
            time.sleep(float(parts[2]))
            self.answer(200, {})
        elif parts[1] == "picture":
            self.answer(200, bytes(range(256)) * 1024, "image/png")
        elif parts[1] == "nothing":
            self.send_response(204)
            self.end_headers()
        else:
            headers = {name.title(): value for name, value in self.headers.items()}
            seen = {"method": self.command, "path": self.path, "headers": headers}
            if body:
                seen["body"] = base64.b64encode(body).decode()
            self.answer(200, seen)

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = do_HEAD = run


write_token()
class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A gateway that no longer waits has closed its connection."""


server = Server(("127.0.0.1", 0), Handler)
with open(os.path.join(folder, "port"), "w") as file:
    file.write(str(server.server_port))
server.timeout = 1
end = time.time() + seconds
while time.time() < end:
    server.handle_request()
