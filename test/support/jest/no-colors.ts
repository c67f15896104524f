// A terminal, or the variable CI, would put colours between the words that tests read.
process.env.NO_COLOR = '1';
