/// What defines a name in json, in ast-grep's rule language; conventions: `symbolRules`.
let jsonRules = #"""
  id: value
  language: json
  rule: {kind: pair, has: {field: key, pattern: $NAME}}
  """#
