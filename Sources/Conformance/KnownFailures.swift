import Platform

/// The cases that are expected to fail, each with its reason.
///
/// `Fixtures/KnownFailures/CORPUS[-KIND].txt` has a case a line: its name, a space, the reason.
/// Lines that start with `#` say something about those below.
struct KnownFailures {
    private var reasons: [String: String] = [:]

    /// Reads the lists of a corpus: `CORPUS.txt` and all `CORPUS-KIND.txt`.
    ///
    /// Absent lists are empty.
    init(corpus: String, folder: String) {
        let names = (try? namesInFolder(folder)) ?? []
        for name in names where name.hasSuffix(".txt") {
            let stem = name.dropLast(4)
            let kind: String
            if stem == corpus {
                kind = ""
            } else if stem.hasPrefix("\(corpus)-") {
                kind = String(stem.dropFirst(corpus.count + 1))
            } else {
                continue
            }
            let bytes = (try? readFile("\(folder)/\(name)")) ?? []
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            where !line.hasPrefix("#") {
                let parts = line.split(separator: " ", maxSplits: 1)
                guard let id = parts.first else { continue }
                reasons["\(kind)/\(id)"] = parts.count > 1 ? String(parts[1]) : ""
            }
        }
    }

    /// Why a case is expected to fail, or `nil`.
    func reason(_ result: CaseResult) -> String? {
        reasons["\(result.kind ?? "")/\(result.id)"] ?? reasons["/\(result.id)"]
    }
}
