# Pairs of CSV files without header in: arcs (from,to) and the classes of nodes 1..n. Lines of tables of sna's
# brokerage out: the number of the pair, the table's name, six numbers; and the CPU seconds that each pair took.
suppressMessages(library(sna))
files <- commandArgs(trailingOnly = TRUE)
for (pair in seq_len(length(files) / 2)) {
  classes <- read.csv(files[2 * pair], header = FALSE, stringsAsFactors = FALSE)[[1]]
  net <- cbind(as.matrix(read.csv(files[2 * pair - 1], header = FALSE)), 1)
  attr(net, "n") <- length(classes)
  started <- proc.time()
  found <- brokerage(net, classes)
  cat(pair, "seconds", sum((proc.time() - started)[1:2]), "\n")
  for (table in c("raw.nli", "exp.nli", "z.nli", "raw.gli", "exp.gli", "z.gli")) {
    rows <- rbind(found[[table]])
    for (row in seq_len(nrow(rows))) cat(pair, table, format(rows[row, ], digits = 15), "\n")
  }
}
