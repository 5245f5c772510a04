/// The options of `apigw-serve`, which `apigw serve` has as well and hands on.
package let serveOptions: [OptionSyntax] = [
    OptionSyntax(
        "address", OperandSyntax("ADDRESS", .text), help: "where to listen (default 127.0.0.1)"),
    OptionSyntax(
        "port", short: "p", OperandSyntax("N", .text),
        help: "the port to listen on, 0 for a free one (default 8080)"),
    OptionSyntax(
        "workers", OperandSyntax("N", .text), help: "event loops (default one a processor)"),
]
