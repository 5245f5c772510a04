import Clinic
import Foundation

// Calls the server of `server.py` with the client of `clinic.yaml`, after the gateway's with that of
// `gate.yaml`, and says what went otherwise than it should.

guard CommandLine.arguments.count == 4,
    let base = URL(string: "http://127.0.0.1:\(CommandLine.arguments[1])/prod"),
    let gateway = URL(string: "http://127.0.0.1:\(CommandLine.arguments[2])")
else { exit(2) }
do {
    try await checkGate(gateway, token: CommandLine.arguments[3])
} catch {
    check("\(error)", false)
}
var credentials = Credentials(
    apiKey: "k1", iam: .keys("AKID", "secret", region: "eu-west-1"),
    visitor: .value(BasicCredentials(username: "u", password: "p")),
    xBadge: .provider { "badge" }, gate: "north")
let client = ClinicClient(stage: .custom(base), credentials: credentials)

// Parameters of every kind, throttling that passes, unknown values, extra members.
let page = try await client.withResponse.listAnimals(
    kind: .unrecognized("a b"), ids: [1, 2], tags: ["x", "y"],
    filter: ListAnimalsFilter(born: CalendarDate(year: 2020, month: 1, day: 2), name: "R&D"),
    xPage: 3, session: "s 1")
let seen = page.headers["x-seen"] ?? ""
check("query", seen.contains(
    "\"kind=a%20b&ids=1,2&tags=x%7Cy&filter%5Bborn%5D=2020-01-02&filter%5Bname%5D=R%26D\""))
check("header", seen.contains("\"page\": \"3\"") && seen.contains("\"key\": \"k1\""))
check("cookie", seen.contains("\"cookie\": \"session=s%201\""))
check("request id", page.requestID == "r-1")
let animal = page.value[0]
check("unknown value", animal.kind == .unrecognized("unicorn"))
check("null", animal.owner == nil && animal.mother?.owner == "Ann")
check("day", animal.born?.description == "2024-02-29")
check("time", animal.seen?.timeIntervalSince1970 == 1_709_208_000.5)
check("additional", animal.additional["extra"] == 3 && animal.error == .integer(5))
if case .surgery(let surgery)? = animal.visit, case .unrecognized(let value)? = surgery.before {
    check("unknown alternative", value["x"] == 1)
} else {
    check("alternative", false)
}

// Documented errors, the gateway's own, in an exhaustive switch.
func createFailure(_ animal: Animal) async -> String {
    do {
        _ = try await client.createAnimal(body: animal)
        return "none"
    } catch {
        switch error {
        case .failure(.badRequest(let problem), let response):
            return "\(response.status) \(problem.message) \(problem.code ?? 0)"
        case .failure(.notFound, _): return "not found"
        case .gateway(.forbidden(let message), _): return "gateway \(message)"
        case .gateway, .unexpected, .decoding, .encoding, .credentials, .transport, .cancelled:
            return "\(error)"
        }
    }
}
check("documented", await createFailure(Animal(id: 1, kind: .dog, owner: nil)) == "400 no owner 12")
check("gateway", await createFailure(Animal(id: 1, kind: .dog, owner: "A")) == "gateway Forbidden")

// Signatures, bearer tokens, empty results, results by status, null and absent.
let signed = try await client.withResponse.getAnimal(animalId: 7)
check("signature", signed.headers["X-Auth"]?.hasPrefix("AWS4-HMAC-SHA256 Credential=AKID/") == true)
let staff = ClinicClient(stage: .custom(base), credentials: Credentials(bearer: "jwt"))
check("bearer", try await staff.withResponse.getAnimal(animalId: 7).headers["X-Auth"] == "Bearer jwt")
check("no content", try await client.getAnimal(animalId: 204) == nil)
let updated = try await client.withResponse.updateAnimal(
    animalId: 7, body: AnimalPatch(owner: .null))
if case .accepted(let later) = updated.value {
    check("patch", later.job == #"{"owner":null}"#)
} else {
    check("result by status", false)
}

// Bytes, streams, forms, any method, credentials that are missing.
check("bytes", try await client.getPhoto(animalId: 1) == Data("onetwothree".utf8))
var pieces: [Data] = []
for try await piece in try await client.getPhotoStream(animalId: 1) { pieces.append(piece) }
check("stream", pieces.count > 1 && pieces.reduce(Data(), +) == Data("onetwothree".utf8))
try await client.uploadPhoto(
    animalId: 1,
    body: UploadPhotoBody(
        file: FilePart(Data([0, 255]), filename: "a.png", contentType: "image/png"),
        taken: Date(timeIntervalSince1970: 0), labels: ["a"]))
check("form", try await client.login(body: LoginBody(user: "a b", scopes: ["r", "w"]))
    == "scopes=r%20w&user=a%20b")
let raw = try await client.sendRawByProxy(method: "DELETE", proxy: "a b/c")
check("any method", raw.text.contains("\"DELETE\"") && raw.text.contains("/prod/raw/a%20b/c?gate=north"))
do {
    _ = try await staff.listAnimals()
    check("missing credentials", false)
} catch {
    if case .credentials = error {} else { check("missing credentials: \(error)", false) }
}

// Redirects to other hosts, timeouts, cancellation, no server.
do {
    _ = try await client.getPhoto(animalId: 9)
    check("redirect", false)
} catch {
    if case .unexpected(let response) = error {
        check("redirect status", response.status == 302)
    } else {
        check("redirect: \(error)", false)
    }
}
var impatient = ClientConfiguration()
impatient.timeout = 1
impatient.retries = .none
do {
    _ = try await ClinicClient(stage: .custom(base), configuration: impatient).getPhoto(animalId: 8)
    check("timeout", false)
} catch {
    if case .transport = error {} else { check("timeout: \(error)", false) }
}
let task = Task { () -> String in
    do throws(APIError<NoFailure>) {
        _ = try await client.getPhoto(animalId: 8)
        return "value"
    } catch {
        if case .cancelled = error { return "cancelled" }
        return "\(error)"
    }
}
try await Task.sleep(nanoseconds: 300_000_000)
task.cancel()
let outcome = await task.value
check("cancellation: \(outcome)", outcome == "cancelled")
print(allHeld() ? "1 passed, 0 failed" : "0 passed, 1 failed")
exit(allHeld() ? 0 : 1)
