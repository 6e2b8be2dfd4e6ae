/* Nothing embedded: for the program that makes what is embedded. */
#include "context/embedded_cues.h"
#include "judge/embedded_judge.h"
#include "load/embedded.h"

const unsigned char embedded_starter[1], embedded_curation[1], embedded_cues[1], embedded_judge[1];
const size_t embedded_starter_size = 0, embedded_curation_size = 0, embedded_cues_size = 0, embedded_judge_size = 0;
