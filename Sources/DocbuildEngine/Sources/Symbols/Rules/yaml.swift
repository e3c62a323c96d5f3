/// What defines a name in yaml, in ast-grep's rule language; conventions: `symbolRules`.
let yamlRules = #"""
  id: value
  language: yaml
  rule: {any: [{kind: block_mapping_pair}, {kind: flow_pair}], has: {field: key, pattern: $NAME}}
  """#
