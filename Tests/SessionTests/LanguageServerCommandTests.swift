import Testing

/// `docbuild lsp` as a program: what it ends with.
struct LanguageServerCommandTests {
  private func message(_ body: String) -> [UInt8] {
    Array("Content-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
  }

  @Test func itEndsAsItsClientEndsIt() throws {
    let folder = Folder(["docbuild.toml": ""])
    let start = message(#"{"id": 1, "method": "initialize", "params": {"capabilities": {}}}"#)
    let shutdown = message(#"{"id": 2, "method": "shutdown"}"#)
    let exit = message(#"{"method": "exit"}"#)
    for (input, status) in [
      (start + shutdown + exit, 0), (start + exit, 1), (start, 1), ([], 1),
      (start + shutdown, 0),
    ] {
      let outcome = try docbuild("lsp", "--stdio", in: folder, input: .bytes(input))
      #expect(outcome.status == status)
      #expect(outcome.errors.isEmpty)
    }
  }

  @Test func aRootThatIsNotThereIsTold() throws {
    let outcome = try docbuild("lsp", "--root", "none", in: Folder([:]))
    #expect(outcome.status == 2)
    #expect(
      String(decoding: outcome.errors, as: UTF8.self)
        == "docbuild: error: cannot find 'none': no such file or directory\n")
  }
}
