import DocbuildCore
import DocbuildEngine
import DocbuildReport

/// Something that a client can ask for: a file for each, and its name in `all`.
struct Request: Sendable {
  /// The method's name in the protocol.
  let method: String
  /// What `initialize` says of it: a member of the server's capabilities; nil for what another request's member covers.
  let capability: (name: String, value: JSONValue)?
  /// Answers it, by the parameters.
  ///
  /// - Throws: a `RequestFault`; `Interrupted` when the client no longer wants the answer.
  let answer: @Sendable (LanguageServer, JSONTree) throws -> JSONValue

  init(
    _ method: String, capability: (name: String, value: JSONValue)? = nil,
    answer: @escaping @Sendable (LanguageServer, JSONTree) throws -> JSONValue
  ) {
    self.method = method
    self.capability = capability
    self.answer = answer
  }

  /// All that can be asked for between `initialize` and `shutdown`.
  static let all: [Request] = [
    .pullDiagnostics, .codeAction, .completion, .hover, .definition, .references, .codeLens,
    .documentLink, .documentSymbol, .foldingRange, .inlayHint, .executeCommand, .rename,
    .prepareRename,
    .willRenameFiles,
  ]
}
