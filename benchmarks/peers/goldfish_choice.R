# Fits the choice submodel of DyNAM with goldfish (1.7 or later) to events written by naming.py.
#
#   Rscript goldfish_choice.R FOLDER
#
# FOLDER holds actors.csv (label, place), events.csv (time, sender, receiver) and kin.csv (from, to).
# Writes coefficients.csv (name, estimate) and seconds.txt (wall seconds of the fit alone) there.

suppressMessages(library(goldfish))

folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name, ...) {
  read.csv(file.path(folder, name), stringsAsFactors = FALSE, ...)
}

people <- read("actors.csv", colClasses = c("character", "numeric"))
people$present <- TRUE
actors <- make_nodes(people)

events <- read("events.csv", colClasses = c("numeric", "character", "character"))
events$increment <- 1

kin <- read("kin.csv", colClasses = c("character", "character"))
ties <- matrix(0, nrow(people), nrow(people), dimnames = list(people$label, people$label))
ties[cbind(match(kin$from, people$label), match(kin$to, people$label))] <- 1
kinship <- make_network(matrix = ties, nodes = actors, directed = TRUE)

named <- make_network(nodes = actors, directed = TRUE)
named <- link_events(x = named, change_events = events, nodes = actors)
namings <- make_dependent_events(events = events, nodes = actors, default_network = named)
record <- make_data(namings, named, kinship, actors)

# The order is that of EFFECTS in naming.py; all statistics read the binary network, as there.
model <- namings ~ inertia(named) + recip(named) + indeg(named) + trans(named) +
  same(actors$place) + tie(kinship)

seconds <- system.time(
  fit <- estimate_dynam(
    model,
    sub_model = "choice",
    data = record,
    control_estimation = set_estimation_opt(
      engine = "default_c",
      convergence_criterion = 1e-7,
      max_iterations = 100
    ),
    progress = FALSE,
    verbose = FALSE
  )
)

if (!fit$convergence[[1]]) {
  stop("goldfish did not converge")
}
write.csv(
  data.frame(
    name = c("inertia", "reciprocity", "indegree", "two_paths", "same(place)", "tie(kin)"),
    estimate = format(fit$parameters, digits = 17)
  ),
  file.path(folder, "coefficients.csv"),
  row.names = FALSE, quote = FALSE
)
writeLines(format(seconds[["elapsed"]], digits = 6), file.path(folder, "seconds.txt"))
