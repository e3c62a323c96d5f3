/// What defines a name in elixir, in ast-grep's rule language; conventions: `symbolRules`.
let elixirRules = #"""
  id: module
  language: elixir
  rule:
    kind: call
    all:
      - has: {field: target, regex: ^(defmodule|defprotocol)$}
      - has: {kind: arguments, has: {kind: alias, pattern: $NAME}}
  ---
  id: scope
  language: elixir
  rule:
    kind: call
    all:
      - has: {field: target, regex: ^defimpl$}
      - has: {kind: arguments, has: {kind: alias, pattern: $NAME}}
  ---
  id: clause
  language: elixir
  rule:
    kind: call
    all:
      - has: {field: target, regex: ^(def|defp|defmacro|defmacrop|defguard|defguardp)$}
      - has:
          kind: arguments
          any:
            - {has: {nthChild: 1, kind: identifier, pattern: $NAME}}
            - {has: {nthChild: 1, kind: call, has: {field: target, pattern: $NAME}}}
            - {has: {nthChild: 1, kind: binary_operator, has: {field: left, any: [{kind: identifier, pattern: $NAME}, {kind: call, has: {field: target, pattern: $NAME}}]}}}
  ---
  id: value
  language: elixir
  rule:
    kind: unary_operator
    has: {field: operand, kind: call, has: {field: target, pattern: $NAME, not: {regex: ^(moduledoc|doc|typedoc|spec|impl|callback|type|typep|opaque|behaviour|derive)$}}}
  """#
