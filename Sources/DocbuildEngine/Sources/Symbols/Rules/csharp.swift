/// What defines a name in csharp, in ast-grep's rule language; conventions: `symbolRules`.
let csharpRules = #"""
  id: type
  language: csharp
  rule:
    any: [{kind: class_declaration}, {kind: struct_declaration}, {kind: interface_declaration}, {kind: enum_declaration}, {kind: record_declaration}, {kind: delegate_declaration}]
    has: {field: name, pattern: $NAME}
  ---
  id: module
  language: csharp
  rule: {kind: namespace_declaration, has: {field: name, pattern: $NAME}}
  ---
  id: method
  language: csharp
  rule:
    any:
      - all:
          - any: [{kind: method_declaration}, {kind: constructor_declaration}]
          - has: {field: name, pattern: $NAME}
          - has: {field: body, regex: ''}
      - {kind: local_function_statement, has: {field: name, pattern: $NAME}}
      - {kind: destructor_declaration, has: {regex: '^~', pattern: $$NAME}}
      - {kind: indexer_declaration, has: {regex: ^this$, pattern: $$NAME}}
      - {kind: operator_declaration, has: {field: operator, pattern: $$NAME}}
  ---
  id: declaration
  language: csharp
  rule: {kind: method_declaration, has: {field: name, pattern: $NAME}, not: {has: {field: body, regex: ''}}}
  ---
  id: field
  language: csharp
  rule:
    any:
      - any: [{kind: property_declaration}, {kind: event_declaration}]
        has: {field: name, pattern: $NAME}
      - kind: variable_declarator
        has: {field: name, pattern: $NAME}
        inside: {kind: variable_declaration, inside: {any: [{kind: field_declaration}, {kind: event_field_declaration}], pattern: $DEF}}
  ---
  id: field
  language: csharp
  rule: {kind: enum_member_declaration, has: {field: name, pattern: $NAME}}
  """#
