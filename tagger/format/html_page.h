/* The parts of an HTML page before the first document (style, legend, filters, start of <main>) and after its table
 * of entities (script, end). */
#ifndef ONTOTAG_HTML_PAGE_H
#define ONTOTAG_HTML_PAGE_H

extern const char html_head[];
extern const char html_foot[];

#endif
