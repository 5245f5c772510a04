/// CloudFormation's intrinsic functions that have a short form in YAML.
let cloudFormationFunctions: Set<String> = [
    "And", "Base64", "Cidr", "Condition", "Equals", "FindInMap", "ForEach", "GetAZs", "GetAtt",
    "If", "ImportValue", "Join", "Length", "Not", "Or", "Ref", "Select", "Split", "Sub",
    "ToJsonString", "Transform",
]

/// What the tags of YAML's own types begin with, where a document writes `!!`.
let yamlTagPrefix = "tag:yaml.org,2002:"

/// YAML's own types: those of the schemas of YAML 1.2 and of the type repository of YAML 1.1.
let yamlTypes: Set<String> = [
    "binary", "bool", "float", "int", "map", "merge", "null", "omap", "pairs", "seq", "set", "str",
    "timestamp", "value", "yaml",
]
