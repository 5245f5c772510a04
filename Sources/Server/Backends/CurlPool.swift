#if os(Linux)
internal import CCurl
internal import COpenSSL
internal import Gateway

/// Calls over TLS by libcurl, driven by one loop's events; connections are kept alive.
@safe final class CurlPool {
    private unowned let server: ServingLoop
    private let multi: UnsafeMutableRawPointer
    private var sockets: [Int32: CurlSocket] = [:]
    private var timer: CurlTimer?

    init(_ server: ServingLoop) {
        self.server = server
        unsafe multi = curl_multi_init()
        let timer = CurlTimer(self)
        self.timer = timer
        unsafe curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 256)
        unsafe curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 1024)
        let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        // The pool owns the multi handle and outlives it, so `owner` is alive in every callback.
        unsafe curl_multi_set_functions(
            multi,
            { _, socket, what, owner, _ in
                guard let owner = unsafe owner else { return 0 }
                unsafe Unmanaged<CurlPool>.fromOpaque(owner).takeUnretainedValue()
                    .watch(socket, what)
                return 0
            },
            { _, milliseconds, owner in
                guard let owner = unsafe owner else { return 0 }
                unsafe Unmanaged<CurlPool>.fromOpaque(owner).takeUnretainedValue()
                    .setTimer(milliseconds)
                return 0
            }, owner)
    }

    deinit { unsafe curl_multi_cleanup(multi) }

    /// Sends a call; the result comes later than this returns.
    func perform(
        _ call: BackendCall, _ url: BackendURL, for receiver: @escaping (CallResult) -> Void
    ) {
        guard let easy = unsafe curl_easy_init() else {
            return server.loop.afterwards { receiver(.failed(.network)) }
        }
        let transfer = unsafe CurlTransfer(
            easy, receiver, allowsLinkLocal: server.configuration.allowsLinkLocal)
        transfer.configure(call, url)
        if let authorities = server.shared.backends.authoritiesFile {
            unsafe _ = curl_set_text(easy, CURLOPT_CAINFO, authorities)
        }
        // Balanced in `collect`.
        let owner = unsafe Unmanaged.passRetained(transfer).toOpaque()
        transfer.receive()
        unsafe curl_set_prerequest(
            easy,
            { owner, address, _, _, _ in
                guard let owner = unsafe owner, let address = unsafe address else { return 0 }
                let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(owner)
                    .takeUnretainedValue()
                return unsafe transfer.mayTalk(to: String(cString: address)) ? 0 : 1
            }, owner)
        unsafe curl_multi_add_handle(multi, easy)
    }

    fileprivate func act(_ socket: Int32, _ events: Events) {
        var mask: Int32 = 0
        if events.contains(.readable) { mask |= CURL_CSELECT_IN }
        if events.contains(.writable) { mask |= CURL_CSELECT_OUT }
        if !events.isDisjoint(with: [.failed, .hungUp]) { mask |= CURL_CSELECT_ERR }
        var running: Int32 = 0
        unsafe curl_multi_socket_action(multi, socket, mask, &running)
        collect()
    }

    fileprivate func actOnTimer() {
        var running: Int32 = 0
        // CURL_SOCKET_TIMEOUT.
        unsafe curl_multi_socket_action(multi, -1, 0, &running)
        collect()
    }

    private func watch(_ socket: Int32, _ what: Int32) {
        // CURL_POLL_IN 1, OUT 2, INOUT 3, REMOVE 4.
        if what == 4 {
            if let source = sockets.removeValue(forKey: socket) { server.loop.remove(source) }
            return
        }
        var events: Events = []
        if what & 1 != 0 { events.insert(.readable) }
        if what & 2 != 0 { events.insert(.writable) }
        if let source = sockets[socket] {
            server.loop.change(source, events)
        } else {
            let source = CurlSocket(socket, self)
            sockets[socket] = source
            server.loop.add(source, events)
        }
    }

    private func setTimer(_ milliseconds: Int) {
        guard let timer else { return }
        if milliseconds < 0 { return server.loop.set(timer, milliseconds: 0) }
        if milliseconds == 0 {
            // Not at once: libcurl must not be called from its own callback.
            return server.loop.afterwards { [weak self] in self?.actOnTimer() }
        }
        server.loop.set(timer, milliseconds: milliseconds)
    }

    private func collect() {
        var result = CURLE_OK
        while let easy = unsafe curl_multi_finished(multi, &result) {
            unsafe curl_multi_remove_handle(multi, easy)
            guard let owner = unsafe curl_owner(easy) else { continue }
            let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(owner).takeRetainedValue()
            let callResult = transfer.result(result)
            server.loop.afterwards { transfer.receiver(callResult) }
        }
    }
}

/// Performs a call on this thread, by libcurl; the body of a response with status 200, or `nil`.
///
/// For what the process itself needs to know, and at addresses that it is told of: no bound on
/// link-local ones. Takes ten seconds at most.
func fetchNow(_ call: BackendCall) -> [UInt8]? {
    guard let url = BackendURL(call.url), let easy = unsafe curl_easy_init() else { return nil }
    let transfer = unsafe CurlTransfer(easy, { _ in }, allowsLinkLocal: true)
    var call = call
    call.timeoutMilliseconds = 10_000
    transfer.configure(call, url)
    unsafe _ = curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    transfer.receive()
    guard case .response(200, _, let body) = transfer.result(unsafe curl_easy_perform(easy)) else {
        return nil
    }
    return body
}

private final class CurlSocket: EventSource {
    private unowned let pool: CurlPool

    init(_ socket: Int32, _ pool: CurlPool) {
        self.pool = pool
        super.init()
        descriptor = socket
    }

    override func ready(_ events: Events) { pool.act(descriptor, events) }
}

private final class CurlTimer: Deadline {
    private unowned let pool: CurlPool

    init(_ pool: CurlPool) { self.pool = pool }

    override func expire() { pool.actOnTimer() }
}

/// One call in libcurl's hands.
@safe private final class CurlTransfer {
    let receiver: (CallResult) -> Void
    private let easy: UnsafeMutableRawPointer
    private let allowsLinkLocal: Bool
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var body: [UInt8] = []
    private var headers = HeaderFields()
    private var responseBody: [UInt8] = []
    private var isTooLarge = false
    private var isRefusedAddress = false

    @unsafe init(
        _ easy: UnsafeMutableRawPointer, _ receiver: @escaping (CallResult) -> Void,
        allowsLinkLocal: Bool
    ) {
        unsafe self.easy = easy
        self.receiver = receiver
        self.allowsLinkLocal = allowsLinkLocal
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(fields)
    }

    /// Has libcurl hand over what comes; the transfer must outlive the call.
    func receive() {
        let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe curl_set_functions(
            easy,
            { data, size, count, owner in
                guard let data = unsafe data, let owner = unsafe owner else { return 0 }
                let bytes = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
                unsafe Unmanaged<CurlTransfer>.fromOpaque(owner).takeUnretainedValue()
                    .takeHeadLine(Array(bytes))
                return size * count
            },
            { data, size, count, owner in
                guard let data = unsafe data, let owner = unsafe owner else { return 0 }
                let bytes = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
                let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(owner)
                    .takeUnretainedValue()
                return unsafe transfer.takeBody(bytes) ? size * count : 0
            }, owner)
    }

    func configure(_ call: BackendCall, _ url: BackendURL) {
        body = call.body
        unsafe _ = curl_set_text(easy, CURLOPT_URL, url.text)
        unsafe _ = curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "https")
        // No redirects, no proxy of the environment, no signals, the URL's path as it is.
        unsafe _ = curl_set_text(easy, CURLOPT_PROXY, "")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_TIMEOUT_MS, max(call.timeoutMilliseconds, 1))
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_SSL_VERIFYPEER, call.skipsCertificateCheck ? 0 : 1)
        // `insecureSkipVerification` skips the authority only; the name still has to fit.
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_HTTP09_ALLOWED, 0)
        let method = String(decoding: call.method, as: UTF8.self)
        unsafe _ = curl_set_text(easy, CURLOPT_CUSTOMREQUEST, method)
        if method == "HEAD" { set(CURLOPT_NOBODY, 1) }
        if !body.isEmpty || method == "POST" || method == "PUT" || method == "PATCH" {
            set(CURLOPT_POSTFIELDSIZE, body.count)
            unsafe body.withUnsafeBytes {
                unsafe _ = curl_set_pointer(
                    easy, CURLOPT_COPYPOSTFIELDS,
                    UnsafeMutableRawPointer(mutating: $0.baseAddress ?? UnsafeRawPointer(easy)))
            }
        }
        addFields(call)
    }

    private func addFields(_ call: BackendCall) {
        let source = call.headers.bytes
        let dropped = ["content-length", "transfer-encoding", "connection", "expect", "upgrade"]
        var names: Set<String> = []
        for field in call.headers.fields {
            let name = String(decoding: source[field.name], as: UTF8.self)
            if dropped.contains(name.lowercased()) { continue }
            names.insert(name.lowercased())
            let value = String(decoding: source[field.value], as: UTF8.self)
            // A field without value is written with a semicolon for libcurl.
            add(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        // What libcurl would add of its own.
        for name in ["Accept", "User-Agent", "Content-Type"]
        where !names.contains(name.lowercased()) {
            add("\(name):")
        }
        add("Expect:")
        unsafe _ = curl_set_pointer(easy, CURLOPT_HTTPHEADER, fields)
    }

    private func add(_ line: String) {
        if let longer = unsafe curl_slist_append(fields, line) { unsafe fields = longer }
    }

    private func set(_ option: CURLoption, _ value: Int) {
        unsafe _ = curl_set_long(easy, option, value)
    }

    func mayTalk(to address: String) -> Bool {
        guard !allowsLinkLocal, let parsed = SocketAddress(address, port: 0) else { return true }
        isRefusedAddress = parsed.isLinkLocal
        return !isRefusedAddress
    }

    /// A status line, a field, or the empty line at the end.
    func takeHeadLine(_ line: [UInt8]) {
        guard line.count > 2 else { return }
        if line.starts(with: Array("HTTP/".utf8)) { return headers.removeAll() }
        guard let colon = line.firstIndex(of: 0x3A), colon > 0,
            line[..<colon].allSatisfy(isTokenByte)
        else { return }
        var value = line[(colon + 1)...]
        while let last = value.last, last <= 0x20 { value.removeLast() }
        while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
        guard value.allSatisfy(isFieldValueByte) else { return }
        headers.append(line[..<colon], value)
    }

    @unsafe func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.count > MessageLimits().body - responseBody.count {
            isTooLarge = true
            return false
        }
        unsafe responseBody.append(contentsOf: bytes)
        return true
    }

    func result(_ code: CURLcode) -> CallResult {
        if isTooLarge { return .failed(.tooLarge) }
        if isRefusedAddress { return .failed(.unreachable) }
        switch code {
        case CURLE_OK:
            return .response(
                status: unsafe curl_status(easy), headers: headers, body: responseBody)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            return .failed(.unreachable)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return .failed(.invalidEndpoint)
        default:
            return .failed(.network)
        }
    }
}
#endif
