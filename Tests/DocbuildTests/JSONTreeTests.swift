import DocbuildCore
import Testing

/// JSON that other programs print.
struct JSONTreeTests {
  @Test(arguments: [
    ("null", JSONTree.null), (" true ", .truth(true)), ("false", .truth(false)),
    ("0", .number(0)), ("-12", .number(-12)), ("1.5", .number(nil)), ("2e3", .number(nil)),
    ("99999999999999999999", .number(nil)), ("[]", .list([])), ("{ }", .object([:])),
    ("[1, [2]]", .list([.number(1), .list([.number(2)])])),
    (#"{"a": {"b": null}, "a": 1}"#, .object(["a": .number(1)])),
    (#""a\"\\\/\b\f\n\r\t""#, .text("a\"\\/\u{8}\u{C}\n\r\t")),
    (#""\u0041\u00e9\uD83D\uDE00é""#, .text("Aé😀é")),
  ])
  func isRead(_ text: String, _ expected: JSONTree) {
    #expect(JSONTree(text.utf8) == expected)
  }

  @Test(arguments: [
    "", " ", "nul", "truee", "01", "-", "1.", "1e", "+1", "[1,]", "[1 2]", "[", "{\"a\"}", "{a: 1}",
    "{\"a\": 1,}", "\"a", "\"\n\"", #""\x""#, #""\u12G4""#, #""\u12""#, #""\uD83D""#,
    #""\uDE00""#, #""\uD83DA""#, #""\uD83D\u0041""#, "1 1", "[] []",
  ])
  func isNoJSON(_ text: String) {
    #expect(JSONTree(text.utf8) == nil)
  }

  @Test func isNoText() {
    #expect(JSONTree([0x22, 0xFF, 0x22]) == nil)
  }

  @Test func depthIsBounded() {
    func nested(_ depth: Int) -> JSONTree? {
      JSONTree((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(nested(200) != nil)
    #expect(nested(201) == nil)
    #expect(nested(1_000_000) == nil)
  }

  @Test func partsAreAskedFor() {
    let tree = JSONTree(#"{"name": "a", "lines": [1, 2]}"#.utf8)
    #expect(tree?["name"]?.text == "a")
    #expect(tree?["lines"]?.items?.map(\.number) == [1, 2])
    #expect(tree?["none"] == nil && tree?["name"]?["x"] == nil)
    #expect(tree?["name"]?.number == nil && tree?["lines"]?.text == nil && tree?.items == nil)
  }
}
