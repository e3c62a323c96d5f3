import DocbuildCore
import Testing

/// The pattern language of `docbuild.toml`.
struct GlobTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let pattern: String
    let fits: [String]
    let misses: [String]
    var testDescription: String { pattern }
  }

  static let rows = [
    Row(
      pattern: "a.src", fits: ["a.src", "x/a.src", "x/y/a.src"],
      misses: ["a.src/b", "ba.src", "a.srcs"]),
    Row(pattern: "*.src", fits: ["a.src", ".src", "x/a.src"], misses: ["a.srcs", "a.src/b"]),
    Row(pattern: "**/*.src", fits: ["a.src", "x/y/.src"], misses: ["a.sr", "src"]),
    Row(pattern: "./a.src", fits: ["a.src"], misses: ["x/a.src"]),
    Row(pattern: "/a.src", fits: ["a.src"], misses: ["x/a.src"]),
    Row(pattern: "x/a.src", fits: ["x/a.src"], misses: ["y/x/a.src", "x/a.src/b", "x/b"]),
    Row(pattern: "x/", fits: ["x/a", "x/y/b"], misses: ["x", "y/x/a", "xy/a"]),
    Row(pattern: "./x/", fits: ["x/a"], misses: ["y/x/a"]),
    Row(pattern: "**/x/", fits: ["x/a", "y/x/b"], misses: ["x", "y/xy/a"]),
    Row(pattern: "x/**", fits: ["x/a", "x/y/b"], misses: ["xa", "y/x/a"]),
    Row(
      pattern: "x/**/*.md", fits: ["x/.md", "x/a.md", "x/y/z/a.md"],
      misses: ["a.md", "x/a.mdx", "xa.md"]),
    Row(
      pattern: "x/**/a/b.md", fits: ["x/a/b.md", "x/y/a/b.md"], misses: ["x/b.md", "x/ya/b.md"]),
    Row(pattern: "x/*.md", fits: ["x/a.md"], misses: ["x/y/a.md", "a.md"]),
    Row(pattern: "x/*", fits: ["x/a"], misses: ["x/y/a", "x"]),
    Row(pattern: "a?c", fits: ["abc", "x/abc"], misses: ["ac", "a/c"]),
    Row(pattern: "[a-c]x", fits: ["ax", "cx"], misses: ["dx", "x"]),
    Row(pattern: "[!a-c]x", fits: ["dx"], misses: ["ax"]),
    Row(pattern: "a[]]", fits: ["a]"], misses: ["a[", "a"]),
    Row(pattern: "a[", fits: ["a["], misses: ["a"]),
    Row(pattern: "a\\*b", fits: ["a*b"], misses: ["axb"]),
    Row(pattern: "x/a\\*", fits: ["x/a*"], misses: ["x/ab"]),
    Row(pattern: "*a*b", fits: ["ab", "xaxb", "aab"], misses: ["ba", "a"]),
    Row(pattern: "ab*ba", fits: ["abba", "abxba"], misses: ["aba"]),
    Row(pattern: "x/ab*ba", fits: ["x/abba"], misses: ["x/aba"]),
    Row(pattern: "**", fits: ["a", "x/a"], misses: []),
  ]

  @Test(arguments: rows) func aRow(_ row: Row) {
    for path in row.fits {
      #expect(Glob(row.pattern).matches(Bytes(path.utf8)), "\(path)")
      #expect(GlobSet(["none", row.pattern, "no/ne"]).matches(Bytes(path.utf8)), "\(path)")
    }
    for path in row.misses {
      #expect(!Glob(row.pattern).matches(Bytes(path.utf8)), "\(path)")
      #expect(!GlobSet(["none", row.pattern, "no/ne"]).matches(Bytes(path.utf8)), "\(path)")
    }
  }

  @Test func noPatternFitsNothing() { #expect(!GlobSet([]).matches(Bytes("a".utf8))) }

  /// A set says what its patterns say one by one.
  @Test func setsAreTheirPatterns() {
    let paths = GlobTests.rows.flatMap { $0.fits + $0.misses }.map { Bytes($0.utf8) }
    let patterns = GlobTests.rows.map(\.pattern)
    for count in 1...patterns.count {
      let some = Array(patterns.shuffled().prefix(count))
      let set = GlobSet(some)
      for path in paths {
        #expect(
          set.matches(path) == some.contains { Glob($0).matches(path) }, "\(some) \(path.text)")
      }
    }
  }
}
