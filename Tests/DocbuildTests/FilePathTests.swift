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
