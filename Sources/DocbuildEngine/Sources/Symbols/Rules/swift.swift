/// What defines a name in swift, in ast-grep's rule language; conventions: `symbolRules`.
let swiftRules = #"""
  id: function
  language: swift
  rule:
    all:
      - any: [{kind: function_declaration}, {kind: macro_declaration}]
      - has: {field: name, pattern: $$NAME}
  ---
  id: method
  language: swift
  rule:
    any:
      - {kind: init_declaration, has: {field: name, pattern: $$NAME}}
      - {kind: deinit_declaration, has: {regex: ^deinit$, pattern: $$NAME}}
      - {kind: subscript_declaration, has: {regex: ^subscript$, pattern: $$NAME}}
  ---
  id: declaration
  language: swift
  rule:
    any:
      - {kind: protocol_function_declaration, has: {field: name, pattern: $$NAME}}
      - {kind: associatedtype_declaration, has: {field: name, pattern: $NAME}}
      - {kind: protocol_property_declaration, has: {field: name, has: {kind: simple_identifier, pattern: $NAME}}}
  ---
  id: type
  language: swift
  rule:
    all:
      - any: [{kind: class_declaration}, {kind: protocol_declaration}, {kind: typealias_declaration}]
      - has: {field: name, pattern: $NAME}
      - not: {has: {field: declaration_kind, regex: ^extension$}}
  ---
  id: scope
  language: swift
  rule:
    kind: class_declaration
    all:
      - has: {field: name, pattern: $NAME}
      - has: {field: declaration_kind, regex: ^extension$}
  ---
  id: value
  language: swift
  rule:
    kind: simple_identifier
    pattern: $NAME
    inside: {kind: pattern, inside: {kind: property_declaration, stopBy: {not: {kind: pattern}}, pattern: $DEF, inside: {kind: source_file}}}
  ---
  id: field
  language: swift
  rule:
    kind: simple_identifier
    pattern: $NAME
    inside: {kind: pattern, inside: {kind: property_declaration, stopBy: {not: {kind: pattern}}, pattern: $DEF, inside: {any: [{kind: class_body}, {kind: enum_class_body}]}}}
  ---
  id: field
  language: swift
  rule: {kind: simple_identifier, pattern: $NAME, inside: {kind: enum_entry, pattern: $DEF}}
  """#
