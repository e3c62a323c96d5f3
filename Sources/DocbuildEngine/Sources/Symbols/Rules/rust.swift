/// What defines a name in rust, in ast-grep's rule language; conventions: `symbolRules`.
let rustRules = #"""
  id: function
  language: rust
  utils: {between: {any: [{kind: attribute_item}, {kind: line_comment}, {kind: block_comment}]}}
  rule:
    all:
      - any: [{kind: function_item}]
      - has: {field: name, pattern: $NAME}
      - any: [{follows: {kind: attribute_item, not: {follows: {kind: attribute_item, stopBy: {not: {matches: between}}}}, stopBy: {not: {matches: between}}, pattern: $START}}, {regex: ""}]
  ---
  id: declaration
  language: rust
  utils: {between: {any: [{kind: attribute_item}, {kind: line_comment}, {kind: block_comment}]}}
  rule:
    all:
      - any: [{kind: function_signature_item}, {kind: associated_type}]
      - has: {field: name, pattern: $NAME}
      - any: [{follows: {kind: attribute_item, not: {follows: {kind: attribute_item, stopBy: {not: {matches: between}}}}, stopBy: {not: {matches: between}}, pattern: $START}}, {regex: ""}]
  ---
  id: type
  language: rust
  utils: {between: {any: [{kind: attribute_item}, {kind: line_comment}, {kind: block_comment}]}}
  rule:
    all:
      - any: [{kind: struct_item}, {kind: enum_item}, {kind: union_item}, {kind: trait_item}, {kind: type_item}]
      - has: {field: name, pattern: $NAME}
      - any: [{follows: {kind: attribute_item, not: {follows: {kind: attribute_item, stopBy: {not: {matches: between}}}}, stopBy: {not: {matches: between}}, pattern: $START}}, {regex: ""}]
  ---
  id: scope
  language: rust
  utils: {between: {any: [{kind: attribute_item}, {kind: line_comment}, {kind: block_comment}]}}
  rule:
    all:
      - any: [{kind: impl_item}]
      - has: {field: type, any: [{kind: type_identifier, pattern: $NAME}, {has: {kind: type_identifier, pattern: $NAME, stopBy: end}}]}
      - any: [{follows: {kind: attribute_item, not: {follows: {kind: attribute_item, stopBy: {not: {matches: between}}}}, stopBy: {not: {matches: between}}, pattern: $START}}, {regex: ""}]
  ---
  id: module
  language: rust
  utils: {between: {any: [{kind: attribute_item}, {kind: line_comment}, {kind: block_comment}]}}
  rule:
    all:
      - any: [{kind: mod_item}]
      - has: {field: name, pattern: $NAME}
      - any: [{follows: {kind: attribute_item, not: {follows: {kind: attribute_item, stopBy: {not: {matches: between}}}}, stopBy: {not: {matches: between}}, pattern: $START}}, {regex: ""}]
  ---
  id: value
  language: rust
  utils: {between: {any: [{kind: attribute_item}, {kind: line_comment}, {kind: block_comment}]}}
  rule:
    all:
      - any: [{kind: const_item}, {kind: static_item}]
      - has: {field: name, pattern: $NAME}
      - any: [{follows: {kind: attribute_item, not: {follows: {kind: attribute_item, stopBy: {not: {matches: between}}}}, stopBy: {not: {matches: between}}, pattern: $START}}, {regex: ""}]
  ---
  id: macro
  language: rust
  utils: {between: {any: [{kind: attribute_item}, {kind: line_comment}, {kind: block_comment}]}}
  rule:
    all:
      - any: [{kind: macro_definition}]
      - has: {field: name, pattern: $NAME}
      - any: [{follows: {kind: attribute_item, not: {follows: {kind: attribute_item, stopBy: {not: {matches: between}}}}, stopBy: {not: {matches: between}}, pattern: $START}}, {regex: ""}]
  ---
  id: field
  language: rust
  rule: {kind: enum_variant, has: {field: name, pattern: $NAME}}
  """#
