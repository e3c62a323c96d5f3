/// An answer to a browser.
package struct Response: Sendable, Equatable {
  /// Of HTTP.
  package var status = 200
  /// The type of the body.
  package var type = "text/html; charset=utf-8"
  /// What a page may load.
  package var policy = Response.policy()
  /// The body.
  package var body: [UInt8] = []

  /// A page, or a part of it.
  package init(status: Int = 200, type: String = "text/html; charset=utf-8", _ body: [UInt8]) {
    self.status = status
    self.type = type
    self.body = body
  }

  /// What pages may load and run: nothing but what this server has, and no script or style that stands in the page.
  ///
  /// - Parameter showsPictures: whether pictures from elsewhere are loaded.
  package static func policy(showsPictures: Bool = false) -> String {
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
      + (showsPictures ? " https: http:" : "")
      + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  }

  /// A picture runs nothing and loads nothing, even when it is looked at by itself.
  static let picturePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

  /// The answer as it is sent.
  ///
  /// - Parameters:
  ///   - isHeadOnly: without the body.
  ///   - goesOn: whether more may be asked for on the connection.
  package func bytes(isHeadOnly: Bool, goesOn: Bool) -> [UInt8] {
    var made: [UInt8] = []
    made.add("HTTP/1.1 \(status) \(Response.reason(status))\r\n")
    made.add("Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n")
    made.add(headers)
    if status == 405 { made.add("Allow: GET, HEAD\r\n") }
    made.add("Connection: \(goesOn ? "keep-alive" : "close")\r\n\r\n")
    return isHeadOnly ? made : made + body
  }

  /// The head of a stream of events.
  static func stream() -> [UInt8] {
    var made: [UInt8] = []
    made.add("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n")
    made.add(Response([]).headers)
    made.add("Connection: close\r\n\r\n")
    return made
  }

  private var headers: String {
    """
    Cache-Control: no-store\r
    Content-Security-Policy: \(policy)\r
    X-Content-Type-Options: nosniff\r
    X-Frame-Options: DENY\r
    Referrer-Policy: no-referrer\r
    Cross-Origin-Opener-Policy: same-origin\r
    Cross-Origin-Resource-Policy: same-origin\r\n
    """
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 400: "Bad Request"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 413: "Content Too Large"
    case 431: "Request Header Fields Too Large"
    case 503: "Service Unavailable"
    case 505: "HTTP Version Not Supported"
    default: "Error"
    }
  }
}
