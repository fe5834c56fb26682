import Model

/// How following stands, as OpenMetrics text for the textfile collector of node_exporter.
public enum FollowMetrics {
  /// The whole file. Label values are escaped; the same status gives the same bytes.
  public static func text(_ status: FollowStatus) -> String {
    var out = """
      # TYPE ko_forensics_objects gauge
      # HELP ko_forensics_objects Objects of which a rule claims something now.

      """
    for row in status.open {
      out += "ko_forensics_objects{rule=\"\(escaped(row.rule))\",class=\"\(escaped(row.leakClass))\","
      out += "verdict=\"\(row.verdict.rawValue)\"} \(row.objects)\n"
    }
    out += """
      # TYPE ko_forensics_lines counter
      # HELP ko_forensics_lines Lines read.
      ko_forensics_lines_total \(status.lines)
      # TYPE ko_forensics_bytes counter
      # HELP ko_forensics_bytes Bytes read.
      ko_forensics_bytes_total \(status.bytes)

      """
    if let reached = status.watermark {
      out += """
        # TYPE ko_forensics_watermark_seconds gauge
        # HELP ko_forensics_watermark_seconds The last time that all logs have reached.
        ko_forensics_watermark_seconds \(reached.nanoseconds / 1_000_000_000)

        """
    }
    return out + "# EOF\n"
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "\"": out += "\\\""
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
