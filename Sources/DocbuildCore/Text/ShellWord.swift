/// How a word is quoted for a shell.
package enum ShellQuotes: Sendable {
  /// `'…'`, in which nothing has a meaning (POSIX, 2.2.2).
  case single
  /// `"…"`, in which some signs are escaped (POSIX, 2.2.3): for a command that a message shows between single quotes.
  case double

  /// What needs no quotes, beside digits and small letters. A reader is spared more of them than a program.
  private func isPlain(_ byte: UInt8) -> Bool {
    switch self {
    case .single: "-./_".utf8.contains(byte)
    case .double: byte.isLetter || byte >= 0x80 || "/._-+,:@%=".utf8.contains(byte)
    }
  }

  fileprivate func isPlainWord(_ word: Bytes) -> Bool {
    !word.isEmpty
      && word.allSatisfy {
        $0.isDigit || $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") || isPlain($0)
      }
  }
}

extension Bytes {
  /// One word for a shell, in quotes where it needs them.
  package func quotedForShell(_ quotes: ShellQuotes = .single) -> Bytes {
    if quotes.isPlainWord(self) { return self }
    switch quotes {
    case .single:
      let quote = UInt8(ascii: "'")
      return [quote] + flatMap { $0 == quote ? Bytes("'\\''".utf8) : [$0] } + [quote]
    case .double:
      let quote = UInt8(ascii: "\"")
      let inside = flatMap { byte in
        "\"\\$`".utf8.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
      }
      return [quote] + inside + [quote]
    }
  }
}
