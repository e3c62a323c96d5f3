/// What defines a name in haskell, in ast-grep's rule language; conventions: `symbolRules`.
let haskellRules = #"""
  id: clause
  language: haskell
  rule:
    any: [{kind: function}, {kind: bind}, {kind: signature}]
    has: {field: name, any: [{kind: variable}, {kind: prefix_id}], pattern: $NAME}
  ---
  id: type
  language: haskell
  rule:
    any: [{kind: type_synonym}, {kind: data_type}, {kind: newtype}, {kind: class}]
    has: {field: name, pattern: $NAME}
  ---
  id: scope
  language: haskell
  rule: {kind: instance, has: {kind: type_patterns, has: {kind: name, pattern: $NAME, stopBy: end}}}
  """#
