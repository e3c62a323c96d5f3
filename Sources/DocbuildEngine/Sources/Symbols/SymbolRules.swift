/// The definitions that ast-grep is asked for, by the parser's name of the language (`Language.parser`).
///
/// Conventions, the same in every language. A rule's id says what it finds; `declaration` has no body and counts
/// only where nothing else defines the name, `scope` only lends its name to what stands in it, and `clause` joins
/// the clause before it when that has the same name. `$NAME` is the name. `$DEF`, where captured, is the whole
/// definition in place of the match; `$START` and `$END` move its ends; `$SCOPE` stands in front of the name.
let symbolRules: [String: String] = [
  "bash": bashRules,
  "c": cRules,
  "cpp": cppRules,
  "csharp": csharpRules,
  "elixir": elixirRules,
  "go": goRules,
  "haskell": haskellRules,
  "java": javaRules,
  "javascript": javascriptRules,
  "json": jsonRules,
  "kotlin": kotlinRules,
  "lua": luaRules,
  "php": phpRules,
  "python": pythonRules,
  "ruby": rubyRules,
  "rust": rustRules,
  "scala": scalaRules,
  "swift": swiftRules,
  "tsx": tsxRules,
  "typescript": typescriptRules,
  "yaml": yamlRules,
]
