/// What defines a name in scala, in ast-grep's rule language; conventions: `symbolRules`.
let scalaRules = #"""
  id: function
  language: scala
  rule: {kind: function_definition, has: {field: name, pattern: $NAME}}
  ---
  id: declaration
  language: scala
  rule: {kind: function_declaration, has: {field: name, pattern: $NAME}}
  ---
  id: type
  language: scala
  rule:
    any: [{kind: class_definition}, {kind: object_definition}, {kind: trait_definition}, {kind: enum_definition}, {kind: type_definition}, {kind: given_definition}]
    has: {field: name, pattern: $NAME}
  ---
  id: field
  language: scala
  rule:
    any: [{kind: val_definition}, {kind: var_definition}]
    has: {field: pattern, kind: identifier, pattern: $NAME}
    inside: {any: [{kind: template_body}, {kind: compilation_unit}, {kind: enum_body}]}
  """#
