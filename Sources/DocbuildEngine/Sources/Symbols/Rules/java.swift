/// What defines a name in java, in ast-grep's rule language; conventions: `symbolRules`.
let javaRules = #"""
  id: type
  language: java
  rule:
    any: [{kind: class_declaration}, {kind: interface_declaration}, {kind: enum_declaration}, {kind: record_declaration}, {kind: annotation_type_declaration}]
    has: {field: name, pattern: $NAME}
  ---
  id: method
  language: java
  rule:
    all:
      - has: {field: name, pattern: $NAME}
      - any: [{kind: method_declaration, has: {kind: block}}, {kind: compact_constructor_declaration}, {kind: constructor_declaration}]
  ---
  id: declaration
  language: java
  rule:
    all:
      - has: {field: name, pattern: $NAME}
      - any: [{kind: method_declaration, not: {has: {kind: block}}}, {kind: annotation_type_element_declaration}]
  ---
  id: field
  language: java
  rule:
    any:
      - {kind: enum_constant, has: {field: name, pattern: $NAME}}
      - kind: variable_declarator
        has: {field: name, pattern: $NAME}
        inside: {any: [{kind: field_declaration}, {kind: constant_declaration}], pattern: $DEF}
  """#
