extension Diagnostic {
  /// The problem that `source` is not sound text, at the byte where that shows.
  package static func fault(_ fault: TextFault, in source: Source, notes: [Note] = []) -> Diagnostic
  {
    let place = source.place(at: fault.offset..<fault.offset + 1)
    switch fault.kind {
    case .nul:
      return Diagnostic(
        .nulByte, "a NUL byte in '\(source.name)', which no Markdown can hold", at: place,
        notes: notes)
    case .invalidUTF8:
      let byte = String(source.bytes[fault.offset], radix: 16, uppercase: true)
      return Diagnostic(
        .invalidUTF8, "the byte 0x\(byte) is not UTF-8 here in '\(source.name)'", at: place,
        notes: notes + [.init("save the file as UTF-8, as 'iconv -t UTF-8' does")])
    }
  }
}
