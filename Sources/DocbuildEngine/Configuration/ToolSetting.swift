/// What `docbuild.toml` says of a tool: one of docbuild's own that is not wanted, or another one.
package struct ToolSetting: Hashable, Sendable {
  /// What can be done with a language's sources.
  package enum Use: Hashable, Sendable {
    case off
    /// It is docbuild's own, as it is.
    case own
    /// - command: for a shell; `{file}` in it is the source's path, without it the code goes to standard input.
    /// - languages: names in `Language.all`, at least one.
    /// - install: a command that installs the tool, said when it is missing.
    case run(command: String, languages: [String], install: String?)
  }

  /// The tool's or the language's name, as it is written.
  package let name: String
  /// What is to be done.
  package let use: Use
  /// What of its findings does not count: words of their messages, such as `DL3008`.
  package let ignore: [String]

  /// A row of `[tools]`.
  package init(name: String, use: Use, ignore: [String] = []) {
    self.name = name
    self.use = use
    self.ignore = ignore
  }

  /// The keys of a tool's own table, with what each takes.
  package static let keys: [(name: String, takes: String)] = [
    ("command", "a command, as in command = \"mdl {file}\""),
    ("languages", "a list of languages, as in languages = [\"markdown\"]"),
    ("ignore", "a list of names of remarks, as in ignore = [\"DL3008\"]"),
    ("install", "a command that installs the tool, as in install = \"gem install mdl\""),
  ]
}
