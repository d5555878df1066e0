"""Addresses: the Graph API for the office, the phone and its control API for people."""

from django.urls import path, re_path

from siwhapik.simulator import control, graph, phone

GRAPH = r"^(?P<version>v\d+\.\d+)/(?P<object_id>\d+)"
API = "simulator/api/"

urlpatterns = [
    re_path(rf"{GRAPH}/messages/?$", graph.messages),
    re_path(rf"{GRAPH}/media/?$", graph.upload),
    re_path(rf"{GRAPH}/message_templates/?$", graph.templates),
    re_path(rf"{GRAPH}/phone_numbers/?$", graph.phone_numbers),
    re_path(rf"{GRAPH}/?$", graph.an_object),
    path("media/<str:token>", graph.download),
    path("", phone.home),
    path("simulator/", phone.page),
    path("simulator/media/<str:media_id>", phone.media_file),
    path("simulator/numbers", control.number_list),
    path("simulator/faults", control.fault_list),
    path(f"{API}numbers", control.number_list),
    path(f"{API}faults", control.fault_list),
    path(f"{API}network", control.network_settings),
    path(f"{API}inbound", control.receive),
    path(f"{API}citizens", control.citizen_list),
    path(f"{API}conversation", control.conversation),
    path(f"{API}chats", control.chat_list),
    path(f"{API}sent", control.sent),
    path(f"{API}window", control.window),
    path(f"{API}status", control.add_status),
    path(f"{API}media", control.upload),
    path(f"{API}media/<str:media_id>/expire", control.expire_media),
    path(f"{API}webhook", control.webhook),
    path(f"{API}connect", control.connect),
    path(f"{API}state", control.state),
    path(f"{API}posts", control.posts),
    path(f"{API}reset", control.reset),
]
handler404 = "siwhapik.simulator.http.not_found"
