/// What defines a name in php, in ast-grep's rule language; conventions: `symbolRules`.
let phpRules = #"""
  id: function
  language: php
  rule: {kind: function_definition, has: {field: name, pattern: $$NAME}}
  ---
  id: method
  language: php
  rule: {kind: method_declaration, has: {field: name, kind: name, pattern: $$NAME}, all: [{has: {field: body, regex: ''}}]}
  ---
  id: declaration
  language: php
  rule: {kind: method_declaration, has: {field: name, kind: name, pattern: $$NAME}, not: {has: {field: body, regex: ''}}}
  ---
  id: type
  language: php
  rule:
    any: [{kind: class_declaration}, {kind: interface_declaration}, {kind: trait_declaration}, {kind: enum_declaration}]
    has: {field: name, pattern: $$NAME}
  ---
  id: value
  language: php
  rule:
    kind: const_element
    has: {kind: name, pattern: $$NAME}
    inside: {kind: const_declaration, pattern: $DEF}
  ---
  id: field
  language: php
  rule:
    kind: property_element
    has: {field: name, has: {kind: name, pattern: $$NAME}}
    inside: {kind: property_declaration, pattern: $DEF}
  ---
  id: field
  language: php
  rule: {kind: enum_case, has: {field: name, pattern: $$NAME}}
  """#
