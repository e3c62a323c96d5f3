import Testing

@testable import DocbuildCore

/// Words for shells, and bytes as `%XX`.
struct EncodingTests {
  @Test(arguments: [
    ("plain-1.x/y_z", "plain-1.x/y_z", "plain-1.x/y_z"), ("", "''", "\"\""),
    ("a b", "'a b'", "\"a b\""), ("it's", "'it'\\''s'", "\"it's\""),
    ("a\"$`\\", "'a\"$`\\'", "\"a\\\"\\$\\`\\\\\""), ("Aé+,:@%=", "'Aé+,:@%='", "Aé+,:@%="),
    ("a;b", "'a;b'", "\"a;b\""), ("~x", "'~x'", "\"~x\""), ("a\nb", "'a\nb'", "\"a\nb\""),
  ])
  func shellWords(_ word: String, _ single: String, _ double: String) {
    #expect(Bytes(word.utf8).quotedForShell().text == single)
    #expect(Bytes(word.utf8).quotedForShell(.double).text == double)
  }

  @Test func percents() {
    let text = Bytes("a b%é/".utf8)
    let coded = text.percentEncoded { !$0.isLetter && $0 != UInt8(ascii: "/") }
    #expect(coded.text == "a%20b%25%C3%A9/")
    #expect(coded.percentDecoded == text)
    #expect(Bytes("%2f%zz%4%%2F".utf8).percentDecoded.text == "/%zz%4%/")
    #expect(Bytes("my page_(1).md".utf8).percentEncoded.text == "my%20page_%281%29.md")
  }

  @Test func hexadecimalDigits() {
    #expect(UInt8(0xAF).hexadecimal().text == "af")
    #expect(UInt8(0x0F).hexadecimal(capitals: true).text == "0F")
    #expect("09afAF".utf8.map(\.hexadecimalValue) == [0, 9, 10, 15, 10, 15])
    #expect("/:`gG@".utf8.allSatisfy { $0.hexadecimalValue == nil })
  }
}
