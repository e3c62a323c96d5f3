import Foundation
import Testing

/// Files and functions stay so short that a reader sees all of one.
struct LengthTests {
  /// Functions that are still too long, by file and name.
  private static let exceptions: Set<String> = []

  private static func files() throws -> [(path: String, text: SwiftText)] {
    let root = projectFolder.appendingPathComponent("Sources")
    let paths =
      FileManager.default.enumerator(atPath: root.path)?.allObjects.compactMap { $0 as? String }
      ?? []
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      return (path, SwiftText(text))
    }
  }

  @Test func filesAreShort() throws {
    // Behind the last line feed is no line.
    let lengths = try LengthTests.files().map { ($0.path, $0.text.lines.count - 1) }
    for (path, count) in lengths where count > 300 { Issue.record("\(path) has \(count) lines") }
    let sorted = lengths.map(\.1).sorted()
    #expect(sorted[sorted.count / 2] < 100)
  }

  @Test func functionsAreShort() throws {
    var found: Set<String> = []
    var count = 0
    for (path, text) in try LengthTests.files() {
      for function in text.functions {
        count += 1
        guard function.lineCount > 60 else { continue }
        let name = "\(path): \(function.name)"
        found.insert(name)
        if !LengthTests.exceptions.contains(name) {
          Issue.record("\(name) has \(function.lineCount) lines")
        }
      }
    }
    #expect(count > 1000)
    for name in LengthTests.exceptions.subtracting(found).sorted() {
      Issue.record("\(name): no longer so; take it out of the exceptions")
    }
  }

  @Test func lengthsAreCounted() {
    let text = SwiftText(
      """
      struct A {
        func one(
          _ x: Int
        ) -> String {
          // }
          return "}\\(x)"
        }

        var two: Int { 2 }
        let three = 3
      }

      protocol B {
        func four()
        func five()
      }
      """)
    #expect(text.functions.map(\.name) == ["one", "two"])
    #expect(text.functions.map(\.lineCount) == [6, 1])
  }
}

extension SwiftText {
  /// What has a body: functions, initialisers, computed values, and values made by closures.
  struct Function {
    let name: String
    let lineCount: Int
  }

  /// All of the file, those inside others too.
  var functions: [Function] {
    let words = words
    return words.indices.compactMap { index in
      let word = words[index]
      guard !word.isMember, index + 1 < words.count else { return nil }
      let name: String
      switch word.text {
      case "func", "var", "let": name = words[index + 1].text
      case "init", "deinit", "subscript": name = word.text
      default: return nil
      }
      // What stands in a condition or binds a pattern is no declaration.
      let before = words[..<index].reversed().prefix { $0.line == word.line }
      guard before.allSatisfy({ SwiftText.modifiers.contains($0.text) }) else { return nil }
      return lastLine(from: word.line).map {
        Function(name: name, lineCount: $0 - word.line + 1)
      }
    }
  }

  private static let modifiers: Set = [
    "package", "private", "fileprivate", "public", "internal", "static", "mutating", "nonisolated",
    "override", "convenience", "lazy", "unsafe", "set", "discardableResult", "inline", "never",
    "always", "indirect", "weak", "final", "safe", "inlinable",
  ]

  /// The line that closes the body of what is declared at line `start`; nil when it has none.
  private func lastLine(from start: Int) -> Int? {
    let margin = lines[start].prefix { $0 == UInt8(ascii: " ") }.count
    var braces = 0
    var others = 0
    var hasBody = false
    for number in start..<lines.count {
      let text = lines[number].drop { $0 == UInt8(ascii: " ") }
      // The next declaration, or the end of what holds this one.
      if number > start, !hasBody, others == 0, !text.isEmpty, text.startIndex <= margin,
        let first = text.first, !"{)-".utf8.contains(first)
      {
        return nil
      }
      for byte in text {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["): others += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): others -= 1
        case UInt8(ascii: "{"):
          braces += 1
          // What stands in the brackets of a table is none.
          if others == 0 { hasBody = true }
        case UInt8(ascii: "}"): braces -= 1
        default: break
        }
        if braces < 0 { return nil }
      }
      if hasBody, braces == 0, others == 0 { return number }
    }
    return nil
  }
}
