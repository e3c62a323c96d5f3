import DocbuildCore
import DocbuildEngine
import Testing

/// Paths are cut and folded as bytes.
struct FilePathTests {
  @Test(arguments: [
    ("", ""), ("a", "a"), ("a/b", "a/b"), ("./a", "a"), ("a/.", "a"), ("a/./b", "a/b"),
    ("a//b", "a/b"), ("a/", "a"), ("a/..", ""), ("a/../b", "b"), ("a/b/../../c", "c"),
    ("../a", "../a"), ("../../a", "../../a"), ("a/../../b", "../b"), ("../a/../b", "../b"),
    ("/a/../b", "/b"), ("/..", "/"), ("/../a", "/a"), ("/", "/"), ("...", "..."),
    ("a/...", "a/..."),
    ("..a/b", "..a/b"), ("a../b", "a../b"), (".a", ".a"), ("a/..b", "a/..b"),
  ])
  func folding(_ path: String, _ folded: String) {
    #expect(Bytes(path.utf8).folded.text == folded)
  }

  /// What is folded already is so as where something must be folded.
  @Test func foldingOfRandomPaths() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      let parts = ["a", "bc", ".", "..", "", "...", ".a", "..a", "a.", "a.."]
      let path = (0..<Int.random(in: 1..<6, using: &random)).map { _ in
        parts.randomElement(using: &random) ?? ""
      }.joined(separator: "/")
      let longer = path.hasPrefix("/") ? "/." + path : "./" + path
      #expect(Bytes(path.utf8).folded == Bytes(longer.utf8).folded, "\(path)")
    }
  }

  /// Only what comes first leads up: behind a name that may be a link, the system must find the way.
  @Test(arguments: [
    ("a/b", "x", "a/b/x"), ("a/b", "../x", "a/x"), ("a/b", "../../x", "x"),
    ("a/b", "../../../x", "a/b/../../../x"), ("", "x", "x"), ("", "../x", "../x"),
    ("a", "x/../y", "a/x/../y"), ("a/b", "../x/../y", "a/x/../y"), ("a/b", "..", "a/b/.."),
    ("a/b", "../", "a/b/../"), ("a/b", "..//x", "a/b/..//x"), ("a/b", "./../x", "a/b/./../x"),
    ("a/b", "..x/y", "a/b/..x/y"), ("a/b", "/x", "/x"),
  ])
  func climbing(_ folder: String, _ path: String, _ found: String) {
    #expect(Bytes(folder.utf8).climbing(Bytes(path.utf8)).text == found)
  }
}
