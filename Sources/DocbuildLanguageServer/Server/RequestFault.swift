import DocbuildReport

/// Why a request gets no answer (<https://microsoft.github.io/language-server-protocol/>, "ErrorCodes").
struct RequestFault: Error {
  let code: Int
  let message: String

  static let parse = RequestFault(code: -32700, message: "this is not a message in JSON")
  static let invalidRequest = RequestFault(code: -32600, message: "this is not a request")
  static let notInitialised = RequestFault(
    code: -32002, message: "'initialize' has to come first")
  static let cancelled = RequestFault(code: -32800, message: "the request was cancelled")

  static func unknown(_ method: String) -> RequestFault {
    RequestFault(code: -32601, message: "there is no method '\(method)'")
  }

  static func parameters(_ what: String) -> RequestFault {
    RequestFault(code: -32602, message: "the parameters have no \(what)")
  }

  static func failed(_ why: String) -> RequestFault { RequestFault(code: -32803, message: why) }

  var json: JSONValue { ["code": .number(code), "message": .text(message)] }
}
