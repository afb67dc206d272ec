"""The addresses of reading in and reviewing official texts."""

from tracker.admin.intake.adding import AddView, texts
from tracker.admin.intake.finishing import attach, publish_drafts
from tracker.admin.intake.review import decide, keys, propose, review
from tracker.admin.site import editors

editors.add_page("texte/", texts, "text_list")
editors.add_page("texte/neu/", AddView.as_view(), "text_new")
editors.add_page("texte/<int:pk>/", review, "text_review")
editors.add_page("texte/<int:pk>/vorschlag/<int:proposal>/", decide, "text_decide")
editors.add_page("texte/<int:pk>/satz/", propose, "text_propose")
editors.add_page("texte/<int:pk>/kuerzel/", keys, "text_keys")
editors.add_page("texte/<int:pk>/veroeffentlichen/", publish_drafts, "text_publish")
editors.add_page("texte/<int:pk>/zuordnen/", attach, "text_attach")
