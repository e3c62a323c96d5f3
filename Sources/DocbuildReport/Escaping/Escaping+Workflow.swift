import DocbuildCore

extension Escaping {
  /// What a workflow command says
  /// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>), a line of it.
  static let workflowMessage = Escaping { scalar, completesCommand in
    scalar == "%" ? Bytes("%25".utf8) : Escaping.terminal.form(scalar, completesCommand)
  }

  /// The value of a property, as a file's name, of which each byte counts: line ends come as the runner decodes them.
  static let workflowProperty = Escaping(
    form: { scalar, completesCommand in
      if completesCommand || "\n\r%:,".unicodeScalars.contains(scalar) {
        return Bytes(String(scalar).utf8).percentEncoded { _ in true }
      }
      return Escaping.terminal.form(scalar, false)
    }, guardsStart: false)
}
