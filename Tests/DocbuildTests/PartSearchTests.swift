import Testing

@testable import DocbuildCore

/// Searching in strings and bytes without the standard library's regular expressions.
struct PartSearchTests {
  @Test(arguments: [
    ("abc", "bc", true), ("abc", "abcd", false), ("aab", "ab", true), ("", "", true),
    ("a", "", true), ("", "a", false), ("äb", "b", true),
  ])
  func contains(_ whole: String, _ part: String, _ expected: Bool) {
    #expect(Bytes(whole.utf8).contains(Bytes(part.utf8)) == expected)
  }

  @Test(arguments: [
    ("a{}b{}", "{}", ["a", "b", ""]), ("{}", "{}", ["", ""]), ("abc", "x", ["abc"]),
    ("aaa", "aa", ["", "a"]), ("", "x", [""]), ("–1–", "–", ["", "1", ""]),
  ])
  func pieces(_ text: String, _ separator: String, _ expected: [String]) {
    #expect(text.pieces(between: separator) == expected)
    #expect(Substring(text).pieces(between: separator) == expected)
  }
}
