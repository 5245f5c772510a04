/// The options of `apigw-serve`, which `apigw serve` has as well and hands on.
package let serveOptions: [OptionSyntax] = [
    OptionSyntax(
        "address", OperandSyntax("ADDRESS", .text), help: "where to listen (default 127.0.0.1)"),
    OptionSyntax(
        "port", short: "p", OperandSyntax("N", .text),
        help: "the port to listen on, 0 for a free one (default 8080)"),
    OptionSyntax(
        "workers", OperandSyntax("N", .text), help: "event loops (default one a processor)"),
    OptionSyntax(
        "store", OperandSyntax("DIR", .file), help: "serve what 'apigw deploy' put there"),
    OptionSyntax(
        "lambda", OperandSyntax("NAME=URL", .text), repeats: true,
        help: "invoke a function at a URL, as the runtime interface emulator takes it"),
    OptionSyntax(
        "lambda-command", OperandSyntax("NAME=COMMAND", .text), repeats: true,
        help: "run a function as a program that asks the runtime API for events"),
    OptionSyntax(
        "lambda-concurrency", OperandSyntax("N", .text),
        help: "programs of one function at a time at most (default 4)"),
    OptionSyntax(
        "aws-endpoint", OperandSyntax("URL", .text), help: "call this instead of AWS"),
    OptionSyntax(
        "region", OperandSyntax("NAME", .text), help: "the AWS region (default us-east-1)"),
    OptionSyntax(
        flag: "assume-roles",
        help: "take on the roles of integrations instead of signing with own credentials"),
    OptionSyntax(
        "backend-authorities", OperandSyntax("FILE", .file),
        help: "the authorities of https backends' certificates (default the system's)"),
    OptionSyntax(
        "signers", OperandSyntax("FILE", .file),
        help: "who may sign requests to methods with IAM authorization, as JSON"),
    OptionSyntax(
        "certificate", OperandSyntax("[HOST=]CERT:KEY", .text), repeats: true,
        help: "serve TLS with these PEM files, for one host name or for all"),
    OptionSyntax(
        "truststore", OperandSyntax("FILE", .file),
        help: "ask clients for certificates that these authorities signed"),
    OptionSyntax(
        "security-policy", OperandSyntax("NAME", .text),
        help: "TLS versions and suites by API Gateway's name (default TLS_1_2)"),
    OptionSyntax(
        "trusted-proxy", OperandSyntax("CIDR", .text), repeats: true,
        help: "believe X-Forwarded-For from this network"),
    OptionSyntax(
        flag: "proxy-protocol",
        help: "trusted proxies open each connection with a PROXY protocol header"),
    OptionSyntax(
        flag: "allow-link-local", help: "let backends be at link-local addresses"),
    OptionSyntax(
        "connections-per-address", OperandSyntax("N", .text),
        help: "connections from one address at most (default 10000)"),
    OptionSyntax(
        "head-timeout", OperandSyntax("SECONDS", .text),
        help: "for a request's head to come in whole (default 30)"),
    OptionSyntax(
        "body-timeout", OperandSyntax("SECONDS", .text),
        help: "for each 16 KB of a request's body, or of a response (default 30)"),
    OptionSyntax(
        "idle-timeout", OperandSyntax("SECONDS", .text),
        help: "between requests on a connection (default 310)"),
    OptionSyntax(
        "management-port", OperandSyntax("N", .text),
        help: "health, metrics and reload on loopback, 0 for a free one (default none)"),
    OptionSyntax(
        "access-log", OperandSyntax("FILE", .file), help: "the access log (default standard output)"
    ),
    OptionSyntax(
        "execution-log", OperandSyntax("FILE", .file),
        help: "the execution log (default standard error)"),
    OptionSyntax(flag: "emf", help: "write CloudWatch embedded metrics with the access log"),
    OptionSyntax(
        "xray-daemon", OperandSyntax("ADDRESS:PORT", .text), help: "send X-Ray segments there"),
]
