/// Streams of bytes as a client could send them, and what a strict server reads in them.
///
/// Expected: each request as `METHOD path-and-query [@authority] [=body]`, `close` where the
/// connection ends after it; then `more` where the reader waits, or the fault.
let requestStreams: [(stream: String, expected: String)] = [
    // RFC 9112, section 3: the request line.
    ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / @a; more"),
    ("GET /p?q=1 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /p?q=1 @a; more"),
    ("G HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", "badVersion"),
    ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "badVersion"),
    ("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", "badMethod"),
    ("GET /\tHTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", "badStart"),
    ("GET /\r\n\r\n", "badTarget"),
    ("GET / HTTP/1.1\nHost: a\n\n", "bareLineFeed"),
    ("GET / HTTP/1.1\rHost: a\r\n\r\n", "bareCarriageReturn"),
    ("GET / http/1.1\r\nHost: a\r\n\r\n", "badVersion"),
    ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", "unsupportedVersion"),
    ("GET / HTTP/0.9\r\nHost: a\r\n\r\n", "unsupportedVersion"),
    ("GET / HTTP/1.10\r\nHost: a\r\n\r\n", "badVersion"),
    ("GET / HTTP/11\r\nHost: a\r\n\r\n", "badVersion"),
    ("GET / HTTP/1.x\r\nHost: a\r\n\r\n", "badVersion"),
    ("GET / HTTPS/1.1\r\nHost: a\r\n\r\n", "badVersion"),
    ("GET / HTTP/1.2\r\nHost: a\r\n\r\n", "GET / @a; more"),
    ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", "badMethod"),
    ("get / HTTP/1.1\r\nHost: a\r\n\r\n", "get / @a; more"),
    ("M-SEARCH / HTTP/1.1\r\nHost: a\r\n\r\n", "M-SEARCH / @a; more"),
    (
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF / HTTP/1.1\r\nHost: a\r\n\r\n",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF / @a; more"
    ),
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1\r\nHost: a\r\n\r\n", "badMethod"),
    ("\u{16}\u{3}\u{1}\u{2}", "badStart"),
    ("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / @a; more"),
    ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / @a; more"),
    ("\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "badStart"),
    ("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "badStart"),
    ("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", "bareCarriageReturn"),
    ("", "more"),
    ("GET", "more"),
    ("GET / HTTP/1.1\r\nHost: a\r\n", "more"),
    ("GET / HTTP/1.1\r\nHost: a\r\n\r", "more"),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "badTarget"),
    // Section 3.2: the four forms of a target.
    ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * @a; more"),
    ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("OPTIONS ** HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET http://b/p?q HTTP/1.1\r\nHost: a\r\n\r\n", "GET /p?q @b; more"),
    ("GET HTTP://b:80/p HTTP/1.1\r\nHost: a\r\n\r\n", "GET /p @b:80; more"),
    ("GET https://b/p HTTP/1.1\r\nHost: a\r\n\r\n", "GET /p @b; more"),
    ("GET http://b HTTP/1.1\r\nHost: a\r\n\r\n", "GET  @b; more"),
    ("GET http://b?q HTTP/1.1\r\nHost: a\r\n\r\n", "GET ?q @b; more"),
    ("GET http:///p HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET http://u@b/ HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET ftp://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET b/p HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET http://b/ HTTP/1.1\r\n\r\n", "badHost"),
    ("CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n", "badConnect"),
    ("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET /é HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n", "badTarget"),
    ("GET /%0d%0aX:%20y HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%0d%0aX:%20y @a; more"),
    ("GET //a//b/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET //a//b/ @a; more"),
    ("GET /{a}|\"b\"? HTTP/1.1\r\nHost: a\r\n\r\n", "GET /{a}|\"b\"? @a; more"),
    // RFC 9110, section 7.2: exactly one host.
    ("GET / HTTP/1.1\r\n\r\n", "badHost"),
    ("GET / HTTP/1.0\r\n\r\n", "GET / close"),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", "badHost"),
    ("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / @; more"),
    ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: a:\r\n\r\n", "GET / @a:; more"),
    ("GET / HTTP/1.1\r\nHost: a:8080\r\n\r\n", "GET / @a:8080; more"),
    ("GET / HTTP/1.1\r\nHost: :80\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: a:123456\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET / @[::1]:80; more"),
    ("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: []\r\n\r\n", "badHost"),
    ("GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n", "badHost"),
    // RFC 9112, section 5: field lines.
    ("GET / HTTP/1.1\r\nHost:a\r\n\r\n", "GET / @a; more"),
    ("GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n", "GET / @a; more"),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "badFieldName"),
    ("GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", "badFieldName"),
    ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", "foldedField"),
    ("GET / HTTP/1.1\r\n\tHost: a\r\n\r\n", "foldedField"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", "foldedField"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n", "foldedField"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n \r\n\r\n", "foldedField"),
    ("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", "badFieldName"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", "badFieldName"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n", "badFieldName"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX(: b\r\n\r\n", "badFieldName"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX\u{0}: b\r\n\r\n", "badFieldName"),
    ("GET / HTTP/1.1\r\nHost: a\r\né: b\r\n\r\n", "badFieldName"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\u{0}c\r\n\r\n", "badFieldValue"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\u{1B}c\r\n\r\n", "badFieldValue"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\u{7F}\r\n\r\n", "badFieldValue"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n", "bareCarriageReturn"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\nY: c\r\n\r\n", "bareLineFeed"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\r\n\r\n", "bareCarriageReturn"),
    ("GET / HTTP/1.1\r\nHost: a\r\n\n", "bareLineFeed"),
    ("GET / HTTP/1.1\r\nHost: a\n\r\n", "bareLineFeed"),
    ("GET / HTTP/1.1\r\nHost: a\r\n\rX", "bareCarriageReturn"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: é\r\n\r\n", "GET / @a; more"),
    ("GET / HTTP/1.1\r\nHost: a\r\nX:\r\nY: \r\n\r\n", "GET / @a; more"),
    ("GET / HTTP/1.1\r\nHost: a\r\n!#$%&'*+-.^_`|~9: b\r\n\r\n", "GET / @a; more"),
    // Section 6: how long the body is.
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "POST / @a =abc; more"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab", "more"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "POST / @a; more"),
    ("POST / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / @a; more"),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "GET / @a =abc; more"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 03\r\n\r\nabc", "POST / @a =abc; more"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", "badContentLength"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc", "badContentLength"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc", "badContentLength"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3 3\r\n\r\nabc", "badContentLength"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc", "badContentLength"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3.0\r\n\r\nabc", "badContentLength"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n", "badContentLength"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ３\r\n\r\nabc", "badContentLength"),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n",
        "badContentLength"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551619\r\n\r\nabc",
        "badContentLength"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "badContentLength"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\ncontent-length: 4\r\n\r\nabcd",
        "badContentLength"
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65\r\n\r\n", "bodyTooLarge"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\nabc", "badFieldName"),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent_Length: 3\r\n\r\n", "POST / @a; more"),
    // Section 6.1: a request with both, or with a coding that does not frame it.
    (
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "lengthAndTransferEncoding"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "lengthAndTransferEncoding"
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", "badTransferEncoding"),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", "badTransferEncoding"),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
        "badTransferEncoding"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "unsupportedTransferEncoding"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
        "badTransferEncoding"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "badTransferEncoding"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-encoding: x\r\n\r\n",
        "badTransferEncoding"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n",
        "badTransferEncoding"
    ),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n", "badTransferEncoding"),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u{B}chunked\r\n\r\n", "badFieldValue"),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n", "badFieldName"),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding\r\n : chunked\r\n\r\n", "badFieldName"),
    ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "badTransferEncoding"),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n",
        "POST / @a; more"
    ),
    // Section 7.1: chunks.
    (chunked("3\r\nabc\r\n0\r\n\r\n"), "POST / @a =abc; more"),
    (chunked("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), "POST / @a =abcde; more"),
    (chunked("0\r\n\r\n"), "POST / @a; more"),
    (chunked("000\r\n\r\n"), "POST / @a; more"),
    (chunked("a\r\n0123456789\r\n0\r\n\r\n"), "POST / @a =0123456789; more"),
    (chunked("A\r\n0123456789\r\n0\r\n\r\n"), "POST / @a =0123456789; more"),
    (chunked("00000000000000003\r\nabc\r\n0\r\n\r\n"), "badChunkSize"),
    (chunked("0000000000000003\r\nabc\r\n0\r\n\r\n"), "POST / @a =abc; more"),
    (chunked("fffffffffffffffff\r\n"), "bodyTooLarge"),
    (chunked("ffffffffffffffff\r\n"), "bodyTooLarge"),
    (chunked("41\r\n"), "bodyTooLarge"),
    (chunked("30\r\n012345678901234567890123456789012345678901234567\r\n11\r\n"), "bodyTooLarge"),
    (chunked("g\r\n"), "badChunkSize"),
    (chunked("-3\r\nabc\r\n"), "badChunkSize"),
    (chunked("+3\r\nabc\r\n"), "badChunkSize"),
    (chunked("0x3\r\nabc\r\n"), "badChunkSize"),
    (chunked(" 3\r\nabc\r\n"), "badChunkSize"),
    (chunked("3 \r\nabc\r\n0\r\n\r\n"), "badChunkSize"),
    (chunked("\r\nabc\r\n"), "badChunkSize"),
    (chunked(";a\r\nabc\r\n"), "badChunkSize"),
    (chunked("3\nabc\r\n0\r\n\r\n"), "bareLineFeed"),
    (chunked("3\rabc\r\n0\r\n\r\n"), "bareCarriageReturn"),
    (chunked("3\r\r\nabc\r\n0\r\n\r\n"), "bareCarriageReturn"),
    (chunked("3\r\nabcd\r\n0\r\n\r\n"), "badChunkEnd"),
    (chunked("3\r\nab\r\n0\r\n\r\n"), "badChunkEnd"),
    (chunked("3\r\nabc0\r\n\r\n"), "badChunkEnd"),
    (chunked("3\r\nabc\n0\r\n\r\n"), "badChunkEnd"),
    (chunked("3\r\nabc\rX0\r\n\r\n"), "bareCarriageReturn"),
    (chunked("3;a\r\nabc\r\n0\r\n\r\n"), "POST / @a =abc; more"),
    (chunked("3;a=b\r\nabc\r\n0\r\n\r\n"), "POST / @a =abc; more"),
    (chunked("3 ; a = b ; c=\"d\\\"e\"\r\nabc\r\n0;x\r\n\r\n"), "POST / @a =abc; more"),
    (chunked("3;\r\nabc\r\n0\r\n\r\n"), "badChunkExtension"),
    (chunked("3;a=\r\nabc\r\n"), "badChunkExtension"),
    (chunked("3;a \r\nabc\r\n"), "badChunkExtension"),
    (chunked("3;a=b \r\nabc\r\n"), "badChunkExtension"),
    (chunked("3;a=\"b\nc\"\r\nabc\r\n"), "badChunkExtension"),
    (chunked("3;a=\"b\r\n\"\r\nabc\r\n"), "badChunkExtension"),
    (chunked("3;a\nabc\r\n"), "bareLineFeed"),
    (chunked("3;a\u{0}\r\nabc\r\n"), "badChunkExtension"),
    (chunked("3;0123456789012345678901234567890123456789\r\nabc\r\n"), "chunkExtensionTooLong"),
    (chunked("0\r\nX: y\r\n\r\n"), "POST / @a; more"),
    (chunked("0\r\nX: y\r\nZ: w\r\n\r\n"), "POST / @a; more"),
    (chunked("0\r\nX : y\r\n\r\n"), "badFieldName"),
    (chunked("0\r\n X: y\r\n\r\n"), "foldedField"),
    (chunked("0\r\nContent-Length: 3\r\n\r\n"), "badFieldName"),
    (chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n"), "badFieldName"),
    (chunked("0\r\nX: y\n\r\n"), "bareLineFeed"),
    (chunked("0\r\n\n"), "bareLineFeed"),
    (chunked("0\r\n"), "more"),
    (chunked("0\r\n\r"), "more"),
    // Section 9: the connection.
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / @a close"),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n\r\n", "GET / @a close"),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", "GET / @a; more"),
    ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET /; more"),
    ("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "GET / close"),
    (
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: b\r\n\r\n",
        "GET /1 @a; GET /2 @b; more"
    ),
    (
        "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET /2 HTTP/1.1\r\nHost: b\r\n\r\n",
        "POST /1 @a =x; GET /2 @b; more"
    ),
    (
        chunked("1\r\nx\r\n0\r\n\r\nGET /2 HTTP/1.1\r\nHost: b\r\n\r\n"),
        "POST / @a =x; GET /2 @b; more"
    ),
    (
        chunked("0\r\nX: y\r\n\r\nGET /2 HTTP/1.1\r\nHost: b\r\n\r\n"),
        "POST / @a; GET /2 @b; more"
    ),
    (
        "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx\r\nGET /2 HTTP/1.1\r\nHost: b\r\n\r\n",
        "POST /1 @a =x; GET /2 @b; more"
    ),
    (
        "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxxGET /2 HTTP/1.1\r\nHost: b\r\n\r\n",
        "POST /1 @a =x; xGET /2 @b; more"
    ),
    // RFC 9110, section 10.1.1.
    (
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
        "POST / @a expects =x; more"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
        "POST / @a expects =x; more"
    ),
    (
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\nx",
        "unsupportedExpectation"
    ),
    ("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx", "POST / =x close"),
    // Limits: 40 bytes of target, 200 of fields, 8 fields, 64 of body, 40 of chunk extensions.
    (
        "GET /012345678901234567890123456789012345678 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /012345678901234567890123456789012345678 @a; more"
    ),
    ("GET /0123456789012345678901234567890123456789 HTTP/1.1\r\nHost: a\r\n\r\n", "targetTooLong"),
    (
        "GET / HTTP/1.1\r\nHost: a\r\nA:\r\nB:\r\nC:\r\nD:\r\nE:\r\nF:\r\nG:\r\n\r\n",
        "GET / @a; more"
    ),
    (
        "GET / HTTP/1.1\r\nHost: a\r\nA:\r\nB:\r\nC:\r\nD:\r\nE:\r\nF:\r\nG:\r\nH:\r\n\r\n",
        "fieldsTooLarge"
    ),
    (
        "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 200))\r\n\r\n",
        "fieldsTooLarge"
    ),
    (chunked("0\r\nX: \(String(repeating: "x", count: 200))\r\n\r\n"), "fieldsTooLarge"),
]

private func chunked(_ body: String) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body
}
