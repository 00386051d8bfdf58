module lien-thong/bench-harness

go 1.24
