/// What defines a name in kotlin, in ast-grep's rule language; conventions: `symbolRules`.
let kotlinRules = #"""
  id: function
  language: kotlin
  rule:
    kind: function_declaration
    all:
      - has: {kind: simple_identifier, pattern: $NAME}
      - any: [{has: {field: receiver, has: {kind: type_identifier, pattern: $SCOPE, stopBy: end}}}, {regex: ''}]
      - any: [{has: {kind: function_body}}, {not: {inside: {kind: class_body}}}]
  ---
  id: declaration
  language: kotlin
  rule: {kind: function_declaration, has: {kind: simple_identifier, pattern: $NAME}, not: {has: {kind: function_body}}, inside: {kind: class_body}}
  ---
  id: method
  language: kotlin
  rule:
    any:
      - {kind: secondary_constructor, has: {regex: ^constructor$, pattern: $$NAME}}
      - {kind: anonymous_initializer, has: {regex: ^init$, pattern: $$NAME}}
  ---
  id: type
  language: kotlin
  rule:
    any: [{kind: class_declaration}, {kind: object_declaration}, {kind: companion_object}, {kind: type_alias}]
    has: {kind: type_identifier, pattern: $NAME}
  ---
  id: value
  language: kotlin
  utils: {acc: {any: [{kind: getter}, {kind: setter}]}}
  rule:
    kind: property_declaration
    all:
      - has: {any: [{kind: variable_declaration}, {kind: multi_variable_declaration}], has: {kind: simple_identifier, pattern: $NAME, stopBy: end}}
      - inside: {kind: source_file}
      - any: [{precedes: {matches: acc, not: {precedes: {matches: acc}}, stopBy: {not: {matches: acc}}, pattern: $END}}, {regex: ''}]
  ---
  id: field
  language: kotlin
  utils: {acc: {any: [{kind: getter}, {kind: setter}]}}
  rule:
    kind: property_declaration
    all:
      - has: {any: [{kind: variable_declaration}, {kind: multi_variable_declaration}], has: {kind: simple_identifier, pattern: $NAME, stopBy: end}}
      - inside: {any: [{kind: class_body}, {kind: enum_class_body}]}
      - any: [{precedes: {matches: acc, not: {precedes: {matches: acc}}, stopBy: {not: {matches: acc}}, pattern: $END}}, {regex: ''}]
  ---
  id: field
  language: kotlin
  rule: {kind: enum_entry, has: {kind: simple_identifier, pattern: $NAME}}
  """#
